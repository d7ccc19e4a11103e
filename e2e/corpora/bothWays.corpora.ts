/** Wizard and API give the same over every file: refused for the same reason, or the same leads, counts and report. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type {} from '../../server/db/testPostgres.ts'
import { createTestApp, type TestApp } from '../../server/testApp.ts'
import { byScript, byWizard, whatCameOfIt } from '../bothWays.ts'
import { corpusFiles } from './corpusFiles.ts'

/** Files into one lead base before it is made anew: every outcome lists all leads of it. */
const FILES_EACH = 20

const { folder, files } = corpusFiles()
const ends: Record<string, number> = {}
let app: TestApp | undefined
let used = 0

beforeEach(async () => {
  if (app && used++ % FILES_EACH !== 0) return
  await app?.close()
  app = await createTestApp()
})
afterAll(async () => {
  await app?.close()
  console.log(ends)
})

it.each(files)('%s', async (name) => {
  const file = new File([readFileSync(path.join(folder, name))], path.basename(name))
  const wizard = await byWizard(app!, app!.ada, file)
  const script = await byScript(app!, app!.bob, file)
  const end = 'refused' in wizard ? `refused: ${wizard.refused}` : wizard.job.status
  ends[end] = (ends[end] ?? 0) + 1
  expect(whatCameOfIt(script)).toEqual(whatCameOfIt(wizard))
})
