/** Imports, edits, merges, deletions and their undo in an order that chance makes: what must be true after each of them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { IdentifierKind } from '#shared/identifierKind'
import type { LeadRow } from '#shared/mapping'
import { Problem } from '#shared/problem'
import { numbersFrom } from '#shared/random.fixture'
import { removeLeads, restoreLeads } from '../db/deletions.ts'
import { giveIdentifier, takeIdentifier } from '../db/identifiers.ts'
import { editLead } from '../db/leadEdits.ts'
import { findLead } from '../db/leads.ts'
import { merge, takeApart } from '../db/merges.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { unsettled } from '../routes/people.fixture.ts'
import { importRows } from './testImport.ts'
import { state, undo, type Where } from './testUndo.ts'

let database: TestDatabase
let where: Where & { apiKeyId: null }
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (where = { ...(await database.addOrgUnit(`unit ${++units}`)), apiKeyId: null }))
afterAll(() => database.drop())

const below = numbersFrom(77)
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T

/** Few people and few aliases: they meet each other again and again, within a file too. */
function rows(): LeadRow[] {
  return Array.from({ length: 1 + below(9) }, (_, n) => {
    const a: LeadRow['a'] = [
      ...(below(3) ? [] : [['phone', `+4930123456${below(8)}`, 4] as [IdentifierKind, string, number]]),
      ...(below(3) ? [] : [['external_id', `R${below(8)}`, 5] as [IdentifierKind, string, number]]),
    ]
    const f = Object.fromEntries(['first_name', 'company'].flatMap((field) => (below(2) ? [[field, `v${below(3)}`]] : [])))
    return { r: n + 2, p: `p${below(12)}@x.org`, f, ...(below(3) ? {} : { g: { title: `t${below(3)}` } }), ...(a.length > 0 && { a }) }
  })
} // prettier-ignore
const imported = async () => (await importRows(database.db, where, rows(), 1 + below(5))).job.job_id
async function leadIds(): Promise<string[]> {
  const found = await database.db<{ id: string }[]>`
    select id from lead_import.lead where org_unit_id = ${where.orgUnitId} order by id`
  return found.map(({ id }) => id)
}
/** So many different leads; null where there are not so many. */
async function chosen(count: number): Promise<string[] | null> {
  const ids = await leadIds()
  const places = new Set(Array.from({ length: 20 }, () => below(Math.max(ids.length, 1))))
  const some = [...places].slice(0, count).flatMap((place) => ids[place] ?? [])
  return some.length === count ? some : null
}

/** Does something to leads; gives what takes it back. */
async function change(): Promise<() => Promise<unknown>> {
  const { db } = database
  const what = below(5)
  const ids = await chosen(what === 3 ? 2 : 3)
  if (what < 3 || ids === null) {
    const jobId = await imported()
    return () => undo(db, where, jobId, 1 + below(6))
  }
  const [into = '', from = ''] = ids
  if (what === 3) {
    const { merge_id } = await merge(db, where, { into, from, ...(below(2) && { take: ['company'] }) })
    return () => takeApart(db, where, merge_id)
  }
  const { deletion_id } = await removeLeads(db, where, ids, undefined)
  return () => restoreLeads(db, where, deletion_id ?? '')
}

test('what is undone in the opposite order brings back every state, to the time of the last change', async () => {
  for (let n = 0; n < 5; n++) {
    const undos: { takeBack: () => Promise<unknown>; before: unknown }[] = []
    for (let steps = 3 + below(5); steps > 0; steps--) {
      const before = await state(database.db, where)
      undos.push({ takeBack: await change(), before })
      expect(await unsettled({ database })).toEqual([])
    }
    for (const { takeBack, before } of undos.reverse()) {
      await takeBack()
      expect(await unsettled({ database })).toEqual([])
      expect(await state(database.db, where)).toEqual(before)
    }
    await imported()
  }
})

test('in any order, and with edits in between, nothing is lost track of', async () => {
  const { db } = database
  const undos: (() => Promise<unknown>)[] = []
  for (let n = 0; n < 80; n++) {
    const [leadId] = (await chosen(1)) ?? []
    const kind = oneOf(['email', 'external_id'] as const)
    const value = kind === 'email' ? `p${below(12)}@x.org` : `R${below(8)}`
    const what = below(leadId === undefined ? 1 : 9)
    try {
      if (what < 3) undos.push(await change())
      else if (what < 6) await undos.splice(below(undos.length), 1)[0]?.()
      else if (what === 6) await editLead(db, where, leadId ?? '', { profile: { company: oneOf(['v0', 'x', null]), first_name: oneOf(['v1', '']) } })
      else if (what === 7) await giveIdentifier(db, where, leadId ?? '', { kind, value })
      else {
        const { identifiers } = await findLead(db, where.orgUnitId, leadId ?? '')
        await takeIdentifier(db, where, leadId ?? '', oneOf(identifiers))
      }
    } catch (error) {
      // of two that name each other only one can be, and what stands in the way is said
      if (!(error instanceof Problem)) throw error
      expect(['identifier_taken', 'last_identifier', 'not_undoable', 'not_found']).toContain(error.code)
    }
    expect(await unsettled({ database }), `${n}: ${what}`).toEqual([])
    for (const id of await leadIds()) expect((await findLead(db, where.orgUnitId, id)).history.length).toBeGreaterThan(0)
  }
}) // prettier-ignore
