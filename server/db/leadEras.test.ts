import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'

let database: TestDatabase
let orgUnitId: string
beforeAll(async () => {
  database = await createTestDatabase()
  orgUnitId = (await database.addOrgUnit('a')).orgUnitId
})
afterAll(() => database.drop())

const id = (place: number) => `0000000${place}-0000-7000-8000-000000000000`

/** A batch of `count` leads, as far as eras are concerned, whose first one has this id. */
async function batch(place: number, count: number): Promise<void> {
  const { db } = database
  const [row] = await db<{ era: number }[]>`select lead_import.era_for_new(${orgUnitId}, ${id(place)}) as era`
  const era = row?.era ?? 0
  await db`
    insert into lead_import.lead (org_unit_id, id, profile, created_at, updated_at, era)
    values (${orgUnitId}, ${id(place)}, '{}', now(), now(), ${era})`
  await db`
    update lead_import.lead_era set lead_count = lead_count + ${count} where org_unit_id = ${orgUnitId} and era = ${era}`
}

test('an era that is full ends where the next batch begins, and holds every lead up to there', async () => {
  await batch(1, 8_000)
  await batch(5, 2_000)
  // made before the one above, and later to come: an era from here on would cut that one off
  await batch(4, 2_000)
  await batch(6, 2_000)
  await batch(3, 2_000)
  const rows = await database.db`
    select left(l.id::text, 8)::int as place, left(e.first_id::text, 8)::int as from_place,
      l.era = lead_import.era_of(l.org_unit_id, l.id) as fits
    from lead_import.lead l join lead_import.lead_era e using (era) where l.org_unit_id = ${orgUnitId} order by l.id`
  expect([...rows]).toEqual([
    { place: 1, from_place: 0, fits: true },
    { place: 3, from_place: 0, fits: true },
    { place: 4, from_place: 0, fits: true },
    { place: 5, from_place: 0, fits: true },
    { place: 6, from_place: 6, fits: true },
  ])
})
