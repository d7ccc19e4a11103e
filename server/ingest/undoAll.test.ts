import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadRow } from '#shared/mapping'
import { Problem } from '#shared/problem'
import { numbersFrom } from '#shared/random.fixture'
import { removeLeads, restoreLeads } from '../db/deletions.ts'
import { giveIdentifier, takeIdentifier } from '../db/identifiers.ts'
import { editLead } from '../db/leadEdits.ts'
import { merge, takeApart } from '../db/merges.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { unsettled } from '../routes/people.fixture.ts'
import { importRows } from './testImport.ts'
import { state, undo } from './testUndo.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.drop())

/** What can be taken back, with the leads as they were before it. */
interface Step {
  back: () => Promise<unknown>
  before: unknown
}

/** An org unit where things happen by chance; `orderly`: nothing but what can be taken back. */
async function chances(seed: number, orderly: boolean) {
  const where = await database.addOrgUnit(`unit ${seed} ${orderly}`)
  const { db } = database
  const author = { ...where, apiKeyId: null }
  const below = numbersFrom(seed)
  const steps: Step[] = []
  const leadOf = async () => {
    const leads = await db<{ id: string; value: string }[]>`
      select lead_id as id, value from lead_import.lead_identifier where org_unit_id = ${where.orgUnitId} order by kind, value`
    return leads[below(leads.length)] ?? { id: '00000000-0000-7000-8000-000000000000', value: '' }
  }
  const rowOf = (_: unknown, n: number): LeadRow => ({
    r: n + 2,
    p: `p${below(8)}@x.org`,
    f: below(2) ? { company: `c${below(3)}` } : {},
    g: below(2) ? { title: `t${below(3)}` } : {},
    ...(below(2) && { a: [['external_id', `x${below(8)}`, 5]] }),
  })
  const actions: (() => Promise<Step['back'] | null>)[] = [
    async () => {
      const { job } = await importRows(db, where, Array.from({ length: 2 + below(5) }, rowOf), 1 + below(3))
      return () => undo(db, where, job.job_id, 1 + below(4))
    },
    async () => {
      const [into, from] = [(await leadOf()).id, (await leadOf()).id]
      const { merge_id } = await merge(db, author, { into, from, ...(below(2) && { take: ['company'] }) })
      return () => takeApart(db, author, merge_id)
    },
    async () => {
      const { deletion_id } = await removeLeads(db, author, [(await leadOf()).id, (await leadOf()).id], undefined)
      return () => restoreLeads(db, author, deletion_id ?? '')
    },
    async () => {
      await editLead(db, author, (await leadOf()).id, { profile: { company: below(3) ? 'E' : null } })
      return null
    },
    async () => {
      await giveIdentifier(db, author, (await leadOf()).id, { kind: 'external_id', value: `x${below(8)}` })
      return null
    },
    async () => {
      const { id, value } = await leadOf()
      await takeIdentifier(db, author, id, { kind: value.includes('@') ? 'email' : 'external_id', value })
      return null
    },
  ] // prettier-ignore
  /** Something is done, or refused with a reason; the leads are whole in any case. */
  const tried = async <T>(action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return undefined
    } finally {
      expect(await unsettled({ database })).toEqual([])
    }
  }
  return {
    steps,
    below,
    tried,
    now: () => state(db, where),
    async happen(): Promise<void> {
      const before = await state(db, where)
      const kinds = orderly ? 3 : actions.length
      const action = steps.length === 0 || below(3) === 0 ? actions[0] : actions[below(kinds)]
      const back = action && (await tried(action))
      if (back) steps.push({ back, before })
    },
  }
}

test.each([1, 2])('imports, merges and deletions that are undone backwards were never there (%i)', async (seed) => {
  const { steps, now, happen } = await chances(seed, true)
  for (let n = 0; n < 12; n++) await happen()
  expect(steps.length).toBeGreaterThan(8)
  for (const { back, before } of steps.reverse()) {
    await back()
    expect(await now()).toEqual(before)
  }
}) // prettier-ignore

test.each([3, 4])('undone in any order, with edits in between, every lead stays whole (%i)', async (seed) => {
  const { steps, below, tried, happen } = await chances(seed, false)
  for (let n = 0; n < 14; n++) {
    await happen()
    const [step] = n % 2 ? steps.splice(below(steps.length), 1) : []
    if (step) await tried(step.back)
  }
})
