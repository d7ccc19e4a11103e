/** Confirm foretells the whole file before anything is written, and is right. */
import type { Page } from '@playwright/test'
import { countsOf } from './model/outcome.ts'
import { allIssues, allJobs, allLeads, jobOf } from './leadBase.ts'
import type { Product } from './product.ts'
import { expect, signIn, test } from './test.ts'
import { Wizard } from './wizard.ts'

const ROWS = 4_500
const person = (n: number, company = `Company ${n}`): string =>
  `p${n}@foretold.example,First ${n},${company},crm-${n}`
const csv = (name: string, rows: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(['Email,First Name,Company,External ID', ...rows].join('\n')),
})
const first = csv(
  'first.csv',
  Array.from({ length: ROWS }, (_, n) => person(n)),
)
/** Of ten rows one has another company; two are broken, three are new, one is there twice, one claims another's id. */
const again = csv('again.csv', [
  ...Array.from({ length: ROWS }, (_, n) => person(n, n % 10 === 7 ? `Company ${n} AG` : undefined)),
  ...['nobody,A,B,', ',A,B,'],
  ...[1, 2].map((n) => person(ROWS + n)),
  person(ROWS + 1, 'Twice'),
  `new@foretold.example,New,N,crm-1`,
])

const toCreate = 3
const toUpdate = ROWS / 10 + 1
const total = ROWS + 6

async function foretold(page: Page): Promise<void> {
  await expect(page.getByText('All rows tried')).toBeVisible({ timeout: 30_000 })
}
async function shows(page: Page, name: string, count: number): Promise<void> {
  await expect(page.getByRole('group', { name, exact: true })).toContainText(count.toLocaleString('en'))
}
async function imported(wizard: Wizard, file: typeof first): Promise<void> {
  await wizard.open()
  await wizard.toConfirm(file)
  await wizard.start()
  await wizard.completed()
}
/** Leads without the times at which they were written. */
async function leadBase(product: Product) {
  const leads = await allLeads(product)
  return leads.map(({ lead_id, profile, identifiers }) => ({ lead_id, profile, identifiers }))
}

test('counts and values are foretold, nothing is written before Start, and it comes as foretold', async ({
  context,
  ownProduct: product,
}) => {
  test.setTimeout(120_000)
  await signIn(context, product)
  const page = await context.newPage()
  const wizard = new Wizard(page, product)
  await imported(wizard, first)
  const before = await leadBase(product)

  await wizard.open()
  await wizard.toConfirm(again)
  await foretold(page)
  await shows(page, 'To create', toCreate)
  await shows(page, 'To update', toUpdate)
  await shows(page, 'Unchanged', ROWS - ROWS / 10)
  await shows(page, 'Will fail', 2)
  await shows(page, 'Conflicts', 1)
  await expect(page.getByText('1 row is about the same lead as an earlier row')).toBeVisible()

  const changes = page.getByRole('region', { name: 'What changes' })
  const row = (text: string) => changes.getByRole('listitem').filter({ hasText: text })
  await expect(row('p7@foretold.example')).toContainText(/Row 9.*Company.*Company 7.*Company 7 AG/s)
  await expect(row('p7@foretold.example').locator('del')).toHaveText('Company 7')
  await expect(changes.getByRole('listitem')).toHaveCount(10)
  await changes.getByRole('button', { name: 'Load more' }).click()
  await expect(changes.getByRole('listitem')).toHaveCount(60)
  await changes.getByLabel('From row').fill('4,400')
  await expect(changes.getByRole('listitem').first()).toContainText('p4407@foretold.example')
  await changes.getByLabel('Leads shown').selectOption('To create')
  await expect(row('new@foretold.example')).toContainText('New')
  await expect(row(`p${ROWS + 1}@foretold.example`)).toContainText('Twice')

  const company = page
    .getByRole('region', { name: 'Fields that change' })
    .getByRole('button', { name: 'Company' })
  await expect(company).toContainText(`${ROWS / 10} replaced`)
  await changes.getByLabel('From row').fill('')
  await company.click()
  await expect(changes.getByLabel('Leads shown')).toHaveValue('updated')
  await expect(changes.getByRole('listitem').first()).toContainText('p7@foretold.example')
  await changes.getByLabel('Leads shown').selectOption('Conflicts')
  await expect(changes.getByRole('listitem')).toHaveCount(1)
  await expect(changes.getByRole('listitem')).toContainText(/crm-1.*Row 4,507.*External ID.*Stays with/s)
  await changes.getByRole('link', { name: 'p1@foretold.example' }).click()
  // the text alone stands on both pages
  await expect(page).toHaveURL(/\/app\/leads\/[0-9a-f-]{36}$/)
  await expect(page.getByText('crm-1', { exact: true }).first()).toBeVisible()
  await page.goBack()
  await foretold(page)

  expect(await leadBase(product)).toEqual(before)
  expect((await allJobs(product)).map(({ file_name }) => file_name)).toEqual(['first.csv'])

  await wizard.start()
  await wizard.completed()
  await wizard.shows('Created', toCreate)
  await wizard.shows('Updated', total - 2 - toCreate)
  await wizard.shows('Failed', 2)
  const job = await jobOf(product, 'again.csv')
  expect(countsOf(job)).toMatchObject({
    created: toCreate,
    updated: total - 2 - toCreate,
    unchanged: ROWS - ROWS / 10,
    failed: 2,
  })
  const conflicts = (await allIssues(product, job.job_id)).filter(({ code }) => code === 'alias_conflict')
  expect(conflicts).toHaveLength(1)
  const leads = await allLeads(product)
  expect(leads).toHaveLength(ROWS + toCreate)
  expect(leads.filter(({ profile }) => profile['company']?.endsWith(' AG'))).toHaveLength(ROWS / 10)
  expect((await allJobs(product)).map(({ file_name }) => file_name)).toEqual(['again.csv', 'first.csv'])
})

test('Back and forth keeps what was foretold; another mapping is foretold anew', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  await wizard.open()
  await wizard.toConfirm(csv('mapped.csv', [person(90_001), person(90_002), 'nobody,A,B,']))
  await foretold(page)
  await shows(page, 'To create', 2)
  const begun: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/leads/import/jobs')) begun.push(request.url())
  })
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await wizard.at('Map Fields')
  await wizard.next()
  await foretold(page)
  expect(begun).toEqual([])

  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await page.getByRole('button', { name: 'Lead field for Company' }).click()
  await page
    .getByRole('option', { name: /Job title|Title/ })
    .first()
    .click()
  await wizard.next()
  await foretold(page)
  const changes = page.getByRole('region', { name: 'What changes' })
  await expect(changes.getByRole('listitem').first()).toContainText(/Title.*Company 90001/s)
})

test('without a network it says so, does not stand in the way, and goes on when asked', async ({
  context,
  signedIn: page,
  product,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/)
  const wizard = new Wizard(page, product)
  await wizard.open()
  await wizard.toMap(csv('offline.csv', [person(91_001)]))
  await context.setOffline(true)
  await wizard.next()
  const failure = page.getByRole('status').filter({ hasText: 'The forecast could not be made' })
  await expect(failure).toContainText('The server cannot be reached')
  await shows(page, 'Ready to import', 1)
  await expect(page.getByRole('button', { name: 'Start Import' })).toBeEnabled()
  await context.setOffline(false)
  await failure.getByRole('button', { name: 'Try again' }).click()
  await foretold(page)
  await shows(page, 'To create', 1)
})
