import { readFileSync } from 'node:fs'
import { generate, generatedMapping, generateTo, headers, type GeneratedFile } from './model/generate.ts'
import { NaiveLeads } from './model/naiveImport.ts'
import { readNaively } from './model/naiveCsv.ts'
import { countsOf, issueLines, leadLines } from './model/outcome.ts'
import { allIssues, allLeads, jobOf } from './leadBase.ts'
import { password, userName } from './product.ts'
import { expect, signIn, test } from './test.ts'
import { Wizard } from './wizard.ts'

const text = (file: GeneratedFile): string => [...generate(file)].join('')

test('sign-in by the form leads to the page that was asked for', async ({
  page,
  product,
  expectedErrors,
}) => {
  expectedErrors.push(/401/)
  await page.goto(`${product.url}/app/leads`)
  await page.getByLabel('User name').fill(userName)
  await page.getByLabel('Password').fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('wrong')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Leads', exact: true })).toBeVisible()
})

test('a generated file goes through the wizard, and again: leads, counts and errors are the model’s', async ({
  context,
  ownProduct: product,
}, info) => {
  await signIn(context, product)
  const page = await context.newPage()
  const wizard = new Wizard(page, product)
  const model = new NaiveLeads()
  for (const [name, file] of [
    ['first.csv', { rows: 3_000, seed: 11 }],
    ['again.csv', { rows: 3_000, seed: 12, firstPerson: 1_500 }],
  ] as const) {
    const path = info.outputPath(name)
    await generateTo(path, file)
    const expected = model.import(text(file), generatedMapping)
    await wizard.open()
    await wizard.toConfirmGenerated(path)
    await wizard.start()
    await wizard.completed()
    await wizard.shows('Created', expected.created)
    await wizard.shows('Updated', expected.updated)
    await wizard.shows('Failed', expected.failed)

    const job = await jobOf(product, name)
    expect(job.status).toBe('completed')
    expect(job.mapping).toEqual(generatedMapping)
    expect(countsOf(job)).toEqual(countsOf(expected))
    const leads = await allLeads(product)
    expect(leadLines(leads)).toEqual(leadLines(model.all))
    const primaries = new Map(leads.map((l) => [l.lead_id, l.identifiers.find((i) => i.primary)!.value]))
    const issues = await allIssues(product, job.job_id)
    expect(issueLines(issues, (id) => primaries.get(id) ?? id)).toEqual(issueLines(expected.issues))
  }
})

test('the error report holds the failed rows with their columns and reasons', async ({
  signedIn: page,
  product,
}, info) => {
  const path = info.outputPath('report.csv')
  const file = { rows: 500, seed: 21, firstPerson: 1_000_000, bad: 0.2 }
  await generateTo(path, file)
  const expected = new NaiveLeads().import(text(file), generatedMapping)
  const wizard = new Wizard(page, product)
  await wizard.open()
  await wizard.toConfirmGenerated(path)
  await wizard.start()
  await wizard.completed()
  const [download] = await Promise.all([page.waitForEvent('download'), wizard.errorReport().click()])
  const report = readFileSync(await download.path(), 'utf8').replace(/^\ufeff/, '')
  const [header, ...rows] = readNaively(report)
  expect(header!.cells).toEqual([...headers, '_import_row', '_import_error_code', '_import_error'])
  const failed = expected.issues.filter((issue) => issue.severity === 'error')
  expect(rows.map((r) => [Number(r.cells[headers.length]), r.cells[headers.length + 1]])).toEqual(
    failed.map((i) => [i.row, i.code]),
  )
})

test('Recent Imports lists the import; its leads are found and shown with the import that wrote them', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  await wizard.open()
  await wizard.toConfirm({
    name: 'engines.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Email,First Name,Company\nada@fair.example,Ada,Analytical Engines\nnobody,Bob,X\n'),
  })
  await wizard.start()
  await wizard.completed()

  await wizard.open()
  const row = page.getByRole('row', { name: /engines\.csv/ })
  await expect(row).toContainText('Completed')

  await page.getByRole('navigation').getByRole('link', { name: 'Leads', exact: true }).click()
  await page.getByRole('searchbox').fill('ada@fair')
  // the row moves up when the others go
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2)
  await page.getByRole('link', { name: /Ada/ }).click()
  await expect(page.getByText('Analytical Engines').first()).toBeVisible()
  await expect(page.getByText('ada@fair.example').first()).toBeVisible()
  await expect(page.getByText('engines.csv')).toBeVisible()
})
