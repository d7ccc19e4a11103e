/** A migrated database of its own for one test file. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { inject } from 'vitest'
import { connect, type Database, type DatabaseAddress } from './connect.ts'

export const migrationsFolder = path.join(import.meta.dirname, 'migrations')

export interface TestDatabase {
  db: Database
  address: DatabaseAddress
  /** Adds an org unit with one user in it; ids as strings. */
  addOrgUnit(name: string): Promise<{ orgUnitId: string; userId: string }>
  drop(): Promise<void>
}

/** Clones the template that testPostgres.ts migrated. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { socketFolder } = inject('postgres')
  const database = `test_${randomBytes(6).toString('hex')}`
  const admin = connect({ socketFolder, database: 'postgres', user: 'postgres' }, 1)
  // test files start together, and a template can be copied by one at a time only
  for (let tries = 0; ; tries++) {
    try {
      await admin.unsafe(`create database ${database} template template_lead_import`)
      break
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || tries === 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const address = { socketFolder, database, user: 'postgres' }
  const db = connect(address)
  return {
    db,
    address,
    async addOrgUnit(name) {
      const [unit] = await db<
        { id: string }[]
      >`insert into lead_import.org_unit (name) values (${name}) returning id`
      const [user] = await db<{ id: string }[]>`
        insert into lead_import.app_user (name, password_hash) values (${`${name}-user`}, '') returning id`
      if (!unit || !user) throw new Error('Inserting returned nothing.')
      await db`insert into lead_import.membership (org_unit_id, user_id, role) values (${unit.id}, ${user.id}, 'admin')`
      return { orgUnitId: unit.id, userId: user.id }
    },
    async drop() {
      await db.end({ timeout: 5 })
      await admin.unsafe(`drop database ${database} with (force)`)
      await admin.end()
    },
  }
}
