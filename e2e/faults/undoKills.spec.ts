/**
 * The server killed with -9 at random moments while it undoes an import of 100,000 rows: the undo goes on at the next
 * start, and ends in the leads, the counts and the kept list of an undisturbed one. The moments come from a seed.
 */
import { expect, test } from '@playwright/test'
import type { ImportJob } from '#shared/api/jobs'
import type { Session } from '#shared/api/session'
import { Random } from '../model/random.ts'
import { Product } from '../product.ts'
import { Script } from '../script.ts'
import { connect, type Database } from '../../server/db/connect.ts'
import { leadDigest } from './leadDigest.ts'

/** Leads that are there; the import updates them and makes as many more. */
const THERE = 50_000
/** Undos that are killed until they are done, each in an org unit of its own. */
const ROUNDS = 1
/** Kills of one undo, spread over its time. */
const KILLS = 6

const body = {
  primary_identifier: { column: 'email', kind: 'email' },
  field_mappings: { company: 'company', title: 'title' },
  alias_mappings: { phone: '_alias_phone', ref: '_alias_external_id' },
}

/** Every third row brings an alias that the lead did not have. */
function list(rows: number, company: string): string {
  const lines = Array.from({ length: rows }, (_, n) =>
    [`p${n}@example.org`, `${company} ${n % 97}`, `${company} title ${n % 11}`, `+1500${5_000_000 + n}`, company === 'New' && n % 3 === 0 ? `R${n}` : ''].join(','),
  ) // prettier-ignore
  return ['email,company,title,phone,ref', ...lines].join('\n')
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function imported(script: Script, text: string): Promise<string> {
  const { file_id } = await script.preview('list.csv', text)
  const { job_id } = await script.start({ ...body, file_id })
  while ((await script.job(job_id)).status === 'in_progress') await pause(200)
  return job_id
}

/** An org unit with an import to undo, of whose leads every 50th was changed since. */
async function prepared(admin: Script, db: Database, name: string): Promise<{ script: Script; id: string }> {
  const script = await admin.newOrgUnit(name)
  await imported(script, list(THERE, 'Old'))
  const id = await imported(script, list(2 * THERE, 'New'))
  await db`
    update lead_import.lead l set updated_at = clock_timestamp(), profile = profile || '{"company": "Changed"}'
    from lead_import.import_lead x
    where x.org_unit_id = ${script.orgUnitId ?? ''} and x.job_id = ${id.slice(4)} and x.first_row % 50 = 0
      and l.org_unit_id = x.org_unit_id and l.id = x.lead_id`
  return { script, id }
}

const undoOf = async (script: Script, id: string): Promise<ImportJob['undo']> => (await script.job(id)).undo

/** Everything that the undo left behind, but for ids and times. */
async function endState(db: Database, { script, id }: { script: Script; id: string }): Promise<unknown> {
  const unit = script.orgUnitId ?? ''
  const { started_at: _from, completed_at: _to, ...undo } = (await undoOf(script, id)) ?? {}
  const [more] = await db`
    select (select md5(string_agg(first_row || kept::text, ' ' order by first_row)) from lead_import.import_lead
        where org_unit_id = ${unit} and kept is not null) as kept,
      (select count(*)::int from lead_import.lead_change where org_unit_id = ${unit}) as changes,
      (select count(*)::int from lead_import.lead where org_unit_id = ${unit} and kinds <> lead_import.kinds_of(org_unit_id, id)) as untrue`
  return { undo, leads: await leadDigest(db, unit), more }
}

test('an undo of 100,000 rows that is killed again and again ends as an undisturbed one', async () => {
  test.setTimeout(1_200_000)
  const random = new Random(8)
  const product = await Product.start()
  const look = (): Database => connect(product.databaseAddress(), 1)
  try {
    const { org_units } = await product.get<Session>('/session')
    const admin = new Script(product, org_units[0]?.id)
    let db = look()
    const first = await prepared(admin, db, 'undisturbed')
    const began = performance.now()
    await first.script.post(`/leads/import/jobs/${first.id}/undo`, {})
    while ((await undoOf(first.script, first.id))?.state !== 'done') await pause(50)
    const duration = performance.now() - began
    const undisturbed = await endState(db, first)
    expect(undisturbed).toMatchObject({
      undo: { state: 'done', removed_count: 49_000, restored_count: 49_000, kept_count: 2_000 },
      more: { changes: 50_000, untrue: 0 },
    })

    /** How far the undos were when a server died in mid-run. */
    const reached: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const one = await prepared(admin, db, `round ${round}`)
      await db.end()
      await one.script.post(`/leads/import/jobs/${one.id}/undo`, {})
      for (let kills = 0; kills < KILLS; kills++) {
        await pause((random.next() * duration * 2) / KILLS)
        await product.kill()
        await product.start()
        const undo = await undoOf(one.script, one.id)
        if (undo?.state !== 'in_progress') break
        reached.push(undo.done_count)
      }
      while ((await undoOf(one.script, one.id))?.state !== 'done') await pause(50)
      db = look()
      expect(await endState(db, one)).toEqual(undisturbed)
    }
    console.log(`undos killed after so many leads, of ${Math.round(duration)} ms: ${reached.join(' ')}`)
    expect(new Set(reached).size, 'different places of the run').toBeGreaterThan(ROUNDS)
    await db.end()
  } finally {
    await product.remove()
  }
})
