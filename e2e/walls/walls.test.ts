import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint({
  cwd: new URL('../..', import.meta.url).pathname,
  // The files here exist as text only, so the rules that ask the type checker about a file are left out.
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false, project: null } },
    rules: typeless(),
  },
})

function typeless(): Record<string, 'off'> {
  const names = ['await-thenable', 'no-floating-promises', 'no-misused-promises', 'no-unnecessary-type-assertion', 'only-throw-error', 'switch-exhaustiveness-check'] // prettier-ignore
  return Object.fromEntries(names.map((name) => [`@typescript-eslint/${name}`, 'off' as const]))
}

/** Ids of the rules that `text` breaks as the file `filePath`, style and unused names aside. */
async function findings(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath })
  const fatal = result?.messages.find((message) => message.fatal)
  if (fatal) throw new Error(`${filePath}: ${fatal.message}`)
  return result!.messages.flatMap((message) => message.ruleId ?? [])
}

const vue = (script: string, template = '<p>x</p>'): string =>
  `<script setup lang="ts">\n${script}\n</script>\n\n<template>${template}</template>\n`

describe('refused', () => {
  it.each([
    ['the page imports the server', 'web/app/x.ts', `import '../../server/app.ts'`],
    ['the page imports a type of the server', 'web/app/x.ts', `import type { A } from '../../server/app.ts'`],
    ['the page loads the server', 'web/app/x.ts', `void import('../../server/app.ts')`],
    [
      'the page names a type of the server',
      'web/app/x.ts',
      `export type A = import('../../server/app.ts').A`,
    ],
    ['a component imports the server', 'web/app/X.vue', vue(`import '../../server/app.ts'`)],
    ['the server imports the page', 'server/app.ts', `import '../web/app/router.ts'`],
    ['a test of the server imports the page', 'server/app.test.ts', `import '../web/app/router.ts'`],
    ['shared imports the page', 'shared/mapping.ts', `export * from '../web/wizard/wizard.ts'`],
    ['shared imports the server', 'shared/mapping.ts', `export { a } from '../server/config.ts'`],
    ['shared imports Node', 'shared/mapping.ts', `import 'node:fs'`],
    ['the product imports its tests', 'server/main.ts', `import '../e2e/model/generate.ts'`],
    ['the page goes into the worker past its door', 'web/wizard/x.ts', `import '../importer/staging.ts'`],
    [
      'the page takes a type past the door',
      'web/wizard/x.ts',
      `import type { A } from '../importer/staging.ts'`,
    ],
    [
      'the page starts the worker itself',
      'web/app/x.ts',
      `new Worker(new URL('../importer/worker.ts', import.meta.url))`,
    ],
    ['the worker imports the page', 'web/importer/worker.ts', `import '../wizard/wizard.ts'`],
    ['the worker imports Vue', 'web/importer/worker.ts', `import { ref } from 'vue'`],
    ['the kit knows leads', 'web/ui/Grid.vue', vue(`import { operations } from '#shared/api'`)],
    ['the kit imports a page', 'web/ui/Grid.vue', vue(`import '../leads/leads.ts'`)],
    [
      'the wizard shows a component of imports',
      'web/wizard/X.vue',
      vue(`import A from '../imports/ErrorTable.vue'`),
    ],
    [
      'outcomes knows the wizard',
      'web/outcomes/X.vue',
      vue(`import { rowText } from '../wizard/confirm/checkWords.ts'`),
    ],
    [
      'leads shows a component of the wizard',
      'web/leads/X.vue',
      vue(`import A from '../wizard/upload/FileCard.vue'`),
    ],
    ['segments knows the wizard', 'web/segments/x.ts', `import '../wizard/choices.ts'`],
    ['outcomes knows imports', 'web/outcomes/x.ts', `import '../imports/jobStatus.ts'`],
    [
      'imports shows a component of the wizard',
      'web/imports/X.vue',
      vue(`import A from '../wizard/MapStep.vue'`),
    ],
    ['a route speaks SQL', 'server/routes/x.ts', `import postgres from 'postgres'`],
    ['ingest speaks SQL', 'server/ingest/x.ts', `import postgres from 'postgres'`],
    ['ingest knows h3', 'server/ingest/x.ts', `import { HTTPError } from 'h3'`],
    ['the database knows h3', 'server/db/x.ts', `import { HTTPError } from 'h3'`],
    ['the database knows routes', 'server/db/x.ts', `import '../routes/getJob.ts'`],
    ['the page reads CSV itself', 'web/wizard/x.ts', `import Papa from 'papaparse'`],
  ])('%s', async (_fact, file, text) => {
    expect(await findings(file, text)).toContain('house/walls')
  })

  it.each([
    [
      'the environment read in a route',
      'server/routes/x.ts',
      `export const a = process.env.PORT`,
      'no-restricted-syntax',
    ],
    [
      'the environment imported',
      'server/app.ts',
      `import { env } from 'node:process'\nexport const a = env`,
      'no-restricted-syntax',
    ],
    [
      'a transaction of the driver',
      'server/db/x.ts',
      `await sql.begin(async () => 1)`,
      'no-restricted-syntax',
    ],
    ['a reserved connection', 'server/db/x.ts', `await sql.reserve()`, 'no-restricted-syntax'],
    ['console in the page', 'web/app/x.ts', `console.log(1)`, 'no-console'],
    ['HTML from data', 'web/leads/X.vue', vue('const a = 1', '<p v-html="a" />'), 'vue/no-v-html'],
    [
      'an image without words',
      'web/leads/X.vue',
      vue('const a = 1', '<img src="a.png">'),
      'vuejs-accessibility/alt-text',
    ],
  ])('%s', async (_fact, file, text, rule) => {
    expect(await findings(file, text)).toContain(rule)
  })
})

describe('allowed', () => {
  it.each([
    ['the page uses shared', 'web/wizard/x.ts', `import { a } from '#shared/mapping'\na()`],
    [
      'the page enters the worker by its door',
      'web/wizard/x.ts',
      `import { a } from '../importer/importer.ts'\na()`,
    ],
    ['the worker uses shared', 'web/importer/upload.ts', `import { a } from '#shared/api'\na()`],
    [
      'the wizard uses a store of imports',
      'web/wizard/x.ts',
      `import { a } from '../imports/imports.ts'\na()`,
    ],
    ['the database speaks SQL', 'server/db/connect.ts', `import postgres from 'postgres'\npostgres()`],
    ['a route knows h3', 'server/routes/x.ts', `import { HTTPError } from 'h3'\nthrow new HTTPError()`],
    ['config reads the environment', 'server/config.ts', `export const a = process.env.PORT`],
    ['PATH for a program that is started', 'server/db/embedded.ts', `export const a = process.env['PATH']`],
    ['the migrations use a transaction', 'server/db/migrate.ts', `await sql.begin(async () => 1)`],
  ])('%s', async (_fact, file, text) => {
    const rules = await findings(file, text)
    expect(rules.filter((rule) => !/no-undef|prettier/.test(rule))).toEqual([])
  })
})
