/**
 * The server killed with -9 at a hundred random moments of imports that it works on by itself: each goes on at the next
 * start, and ends in the leads, counts, row issues and error report of an undisturbed run. The moments come from a seed
 * and spread over the whole run, so that a failure names what to run again.
 */
import { expect, test } from '@playwright/test'
import type { ImportJob, JobsPage } from '#shared/api/jobs'
import type { Session } from '#shared/api/session'
import { allIssues, allLeads } from '../leadBase.ts'
import { generate, generatedMapping } from '../model/generate.ts'
import { NaiveLeads } from '../model/naiveImport.ts'
import { countsOf, issueLines, leadLines } from '../model/outcome.ts'
import { Random } from '../model/random.ts'
import { Product } from '../product.ts'
import { Script } from '../script.ts'
import { connect, type Database } from '../../server/db/connect.ts'
import { leadDigest, primariesOf } from './leadDigest.ts'

/** Twenty full batches. */
const ROWS = 40_000
const BATCHES = 20
/** Imports that a kill hits in mid-run, per test; each into an org unit of its own. */
const ROUNDS = 20
/** Tests of that many imports each: a hundred together, fewer where the time is short. */
const SEEDS = Number(process.env['FAULT_SEEDS'] ?? 5)
/** Share of kills after which the next server is killed too. */
const AGAIN = 0.3

const text = [...generate({ rows: ROWS, seed: 2026 })].join('')
/** What `generatedMapping` says, in the manual's words. */
const body = {
  primary_identifier: { column: 'email', kind: 'email' },
  field_mappings: { 'First Name': 'first_name', 'Last Name': 'last_name', Company: 'company', 'Job Title': 'title', Country: 'country', Notes: 'notes' },
  alias_mappings: { 'Work Phone': '_alias_phone', 'Second Email': '_alias_email', 'CRM ID': '_alias_external_id' },
  fill_empty: ['title'],
  default_country: 'DE',
} // prettier-ignore

const model = new NaiveLeads()
const expected = model.import(text, generatedMapping)

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Import {
  script: Script
  jobId: string
}

async function begin(admin: Script, name: string): Promise<Import> {
  const script = await admin.newOrgUnit(name)
  await script.post('/leads/fields', { name: 'notes' })
  const { file_id } = await script.preview('list.csv', text)
  const { job_id } = await script.start({ ...body, file_id })
  return { script, jobId: job_id }
}

/** The org unit's only job, without its errors, which are dear to ask for again and again. */
async function jobNow({ script }: Import): Promise<ImportJob> {
  const { jobs } = await script.get<JobsPage>('/leads/import/jobs?limit=1')
  return jobs[0]!
}

async function over(one: Import): Promise<ImportJob> {
  for (;;) {
    const job = await jobNow(one)
    if (job.status !== 'in_progress') return job
    await pause(50)
  }
}

/** Everything that an import left behind, but for ids and times. */
async function endState(db: Database, { script, jobId }: Import): Promise<unknown> {
  const { created_at: _from, completed_at: _to, undo_until: _until, ...job } = await script.job(jobId)
  const primaries = await primariesOf(db, script.orgUnitId ?? '')
  return {
    job,
    leads: await leadDigest(db, script.orgUnitId ?? ''),
    issues: issueLines(await allIssues(script, jobId), (id) => primaries.get(id) ?? id),
    report: await script.text(`/leads/import/jobs/${jobId}/errors.csv`),
  }
}

for (let seed = 1; seed <= SEEDS; seed++)
  test(`the server killed in mid-run of ${ROUNDS} imports, seed ${seed}`, async () => {
    test.setTimeout(600_000)
    const random = new Random(seed)
    const product = await Product.start()
    try {
      const { org_units } = await product.get<Session>('/session')
      const admin = new Script(product, org_units[0]?.id)

      const first = await begin(admin, 'undisturbed')
      const began = performance.now()
      await over(first)
      const duration = performance.now() - began
      // in full against the model once; what the others left is compared with this one
      const whole = await first.script.job(first.jobId)
      expect(whole).toMatchObject({ status: 'completed', next_batch: BATCHES, batch_count: BATCHES })
      expect(countsOf(whole)).toEqual(countsOf(expected))
      const leads = await allLeads(first.script)
      expect(leadLines(leads)).toEqual(leadLines(model.all))
      const names = new Map(
        leads.map((lead) => [lead.lead_id, lead.identifiers.find((i) => i.primary)?.value]),
      )
      const issues = await allIssues(first.script, first.jobId)
      expect(issueLines(issues, (id) => names.get(id) ?? id)).toEqual(issueLines(expected.issues))

      let kills = 0
      /** Batches that had been applied when a server died in mid-run. */
      const reached: number[] = []
      const hit: Import[] = []
      const missed: Import[] = []
      while (hit.length < ROUNDS) {
        const one = await begin(admin, `round ${hit.length + missed.length}`)
        let hits = 0
        do {
          await pause(random.next() * duration)
          await product.kill()
          kills++
          await product.start()
          const { status, next_batch } = await jobNow(one)
          if (status !== 'in_progress') break
          reached.push(next_batch)
          hits++
        } while (random.chance(AGAIN))
        ;(hits > 0 ? hit : missed).push(one)
        await over(one)
      }
      console.log(
        `seed ${seed}: ${kills} kills, ${reached.length} of them in mid-run of ${Math.round(duration)} ms, after batches ${reached.sort((a, b) => a - b).join(' ')}`,
      )
      expect(new Set(reached).size, 'different places of the run').toBeGreaterThan(ROUNDS / 3)
      const db = connect(product.databaseAddress(), 1)
      const undisturbed = await endState(db, first)
      expect(undisturbed).toMatchObject({
        leads: expect.stringMatching(`^${model.all.length} leads [0-9a-f]{32}$`),
      })
      for (const one of [...hit, ...missed]) expect(await endState(db, one)).toEqual(undisturbed)
      await db.end()
    } finally {
      await product.remove()
    }
  })
