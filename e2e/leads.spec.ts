/** The list of leads as somebody works it who keeps a lead base in order: look, find, choose, take home, throw away, take back. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { clean, fits } from './accessible.ts'
import { allLeads } from './leadBase.ts'
import { Script } from './script.ts'
import { expect, signIn, test } from './test.ts'

const LEADS = 120
/** Every tenth has no phone number; every fourth is of Globex. */
const csv = [
  'Email,First Name,Last Name,Company,Phone,Plan',
  ...Array.from({ length: LEADS }, (_, n) =>
    [
      `p${n}@leads.example`,
      n === 77 ? 'Zuzanna' : `First${n}`,
      'Person',
      n % 4 === 0 ? 'Globex' : `Company ${n}`,
      n % 10 === 0 ? '' : `+49301234${1000 + n}`,
      'gold',
    ].join(','),
  ),
].join('\n')

async function importLeads(script: Script): Promise<string> {
  await script.post('/leads/fields', { name: 'plan' })
  const { file_id } = await script.preview('list.csv', csv)
  const { job_id } = await script.start({
    file_id,
    primary_identifier: { column: 'Email', kind: 'email' },
    field_mappings: {
      'First Name': 'first_name',
      'Last Name': 'last_name',
      Company: 'company',
      Plan: 'plan',
    },
    alias_mappings: { Phone: '_alias_phone' },
  })
  await expect.poll(async () => (await script.job(job_id)).status).toBe('completed')
  return job_id
}

// a segment that is not there
test.use({ expectedErrors: [/status of 404/] })

const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('link') })
const selection = (page: Page) => page.getByRole('group', { name: 'Selection' })
const counted = (page: Page, words: string) => expect(page.getByText(words, { exact: true })).toBeVisible()

test('leads are found, chosen, exported, deleted and brought back, and no address names a person', async ({
  context,
  ownProduct: product,
}) => {
  test.setTimeout(120_000)
  await signIn(context, product)
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const dialog = page.getByRole('dialog')

  await page.goto(`${product.url}/app/leads`)
  await expect(page.getByText('No leads yet')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Import your first leads' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Download an example CSV' })).toBeVisible()
  await clean(page, 'no leads')

  const script = new Script(product)
  const jobId = await importLeads(script)
  await page.goto(`${product.url}/app/leads?job_id=${jobId}`)
  await counted(page, `${LEADS} leads`)
  await expect(page.getByText('From import')).toContainText('list.csv')
  // the list reads on by itself where its end comes into sight
  await rows(page).last().scrollIntoViewIfNeeded()
  await expect.poll(() => rows(page).count()).toBeGreaterThan(50)
  await page.getByRole('button', { name: /Show leads of all imports/ }).click()
  await expect(page).toHaveURL(`${product.url}/app/leads`)

  // a search outlives reload, and the way to a lead and back
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('zuz')
  await counted(page, '1 lead')
  await page.reload()
  await expect(rows(page)).toHaveCount(1)
  await rows(page).getByRole('link', { name: 'Zuzanna Person' }).click()
  await expect(page.getByRole('heading', { name: 'Zuzanna Person' })).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Leads', exact: true }).click()
  await expect(page.getByRole('searchbox', { name: 'Search leads' })).toHaveValue('zuz')
  await expect(rows(page)).toHaveCount(1)

  // columns and their order are kept
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'plan' }).check()
  await page.getByRole('checkbox', { name: 'Country' }).uncheck()
  for (const _ of ['before Updated', 'before Title'])
    await page.getByRole('button', { name: 'Move plan to the front' }).click()
  await clean(page, 'columns')
  await page.keyboard.press('Escape')
  await page.reload()
  const heads = page.getByRole('columnheader')
  await expect(heads).toHaveText(['Name', 'Primary identifier', 'Company', 'plan', 'Title', 'Updated'])

  await page.getByRole('searchbox', { name: 'Search leads' }).fill('nobody')
  await expect(page.getByText('No lead matches “nobody”')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await counted(page, `${LEADS} leads`)

  // Globex, without a phone number: every twentieth
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name: 'Phone' }).click()
  await page.getByLabel('Phone: condition').selectOption('is missing')
  await page.getByRole('button', { name: 'Done' }).click()
  await counted(page, `${LEADS / 10} leads`)
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('globex')
  await counted(page, `${LEADS / 20} leads`)

  // some of them go home as a file
  await page
    .getByRole('checkbox', { name: /^Select First/ })
    .first()
    .check()
  await page.keyboard.press('Shift+ArrowDown')
  await expect(selection(page)).toContainText('2 selected')
  await clean(page, 'selection')
  await fits(page, 'selection')
  await selection(page).getByRole('button', { name: 'Export' }).click()
  await dialog.getByRole('radio', { name: /Only those that the list shows/ }).check()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export' }).click()
  const exported = await readFile(await (await download).path(), 'utf8')
  expect(exported.trim().split('\n')).toHaveLength(3)
  expect(exported).toMatch(/Globex.*gold/)
  await dialog.getByRole('button', { name: 'Done' }).click()

  // those go, and come back at once
  await selection(page).getByRole('button', { name: 'Delete' }).click()
  await expect(dialog).toContainText('Delete 2 leads?')
  await dialog.getByRole('button', { name: 'Delete 2 leads' }).click()
  await counted(page, `${LEADS / 20 - 2} leads`)
  await page.getByRole('button', { name: 'Undo' }).click()
  await counted(page, `${LEADS / 20} leads`)
  await expect(rows(page)).toHaveCount(LEADS / 20)

  // what was picked is deleted elsewhere while it is asked: the same click must not mean all that match
  await rows(page).first().getByRole('checkbox').check()
  const href = await rows(page).first().getByRole('link').getAttribute('href')
  await selection(page).getByRole('button', { name: 'Delete' }).click()
  const { deletion_id } = await script.post<{ deletion_id: string }>('/leads/deletions', {
    lead_ids: [href?.split('/').pop()],
  })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await counted(page, `${LEADS / 20 - 1} leads`)
  await expect(dialog).toContainText('Delete 1 lead?')
  await dialog.getByRole('button', { name: 'Delete it' }).click()
  await expect(page.getByText('Nothing was deleted', { exact: true })).toBeVisible()
  await script.post(`/leads/deletions/${deletion_id}/undo`, {})

  // all that match go, also those that are not on the page, and come back later
  await page.getByRole('button', { name: 'Clear all' }).click()
  await counted(page, `${LEADS} leads`)
  // the answer is as long as the list before: nothing else tells that it has come
  const answered = page.waitForResponse(
    (answer) =>
      answer.request().postDataJSON()?.search === 'person' && answer.url().endsWith('/leads/search'),
  )
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('person')
  await answered
  await page.getByRole('checkbox', { name: 'Select all leads on this page' }).click()
  await selection(page)
    .getByRole('button', { name: `Select all ${LEADS} leads that match` })
    .click()
  await selection(page).getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: `Delete ${LEADS} leads` }).click()
  await expect(page.getByText('No lead matches “person”')).toBeVisible()
  expect(await allLeads(product)).toEqual([])
  await page.getByRole('link', { name: 'Deleted' }).click()
  const deletions = page.getByRole('list', { name: 'Deletions' }).getByRole('listitem')
  await expect(deletions).toHaveText(new RegExp(`^${LEADS} leads`))
  await clean(page, 'deleted leads')
  await page.getByRole('button', { name: `Bring back ${LEADS} leads` }).click()
  await expect(page.getByText('Nothing to bring back')).toBeVisible()
  expect(await allLeads(product)).toHaveLength(LEADS)

  await page.goto(`${product.url}/app/leads?segment_id=segment_${'a'.repeat(16)}`)
  await expect(page.getByText('This segment is not here')).toBeVisible()
  await page.getByRole('button', { name: 'Show all leads' }).click()
  await counted(page, `${LEADS} leads`)

  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('searchbox', { name: 'Search leads' }).fill('first1')
  await counted(page, '31 leads')
  await page
    .getByRole('checkbox', { name: /^Select First/ })
    .first()
    .check()
  await clean(page, 'leads on a phone')
  await fits(page, 'leads on a phone')

  expect(asked.filter((url) => /zuz|globex|person|nobody|first1/i.test(url))).toEqual([])
})
