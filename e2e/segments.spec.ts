/** Segments as people keep them: made of an import, narrowed down, counted, changed, opened, deleted. */
import type { ImportJobDetails } from '#shared/api/jobs'
import type { Segment } from '#shared/api/segments'
import { clean, fits } from './accessible.ts'
import type { Product } from './product.ts'
import { Script } from './script.ts'
import { expect, test } from './test.ts'

test.use({
  colorScheme: 'light',
  viewport: { width: 360, height: 740 },
  // a name that is taken, and an import that is not there
  expectedErrors: [/status of 40[49]/],
})

async function imported(script: Script): Promise<ImportJobDetails> {
  const rows = ['ann,Ann,Orbitech', 'bea,Bea,Orbitech', 'cal,Cal,Zephyr', 'dan,Dan,']
  const csv = ['Email,First name,Company', ...rows.map((row) => row.replace(',', '@expo.example,'))].join(
    '\n',
  )
  const { file_id } = await script.preview('expo visitors.csv', csv)
  const { job_id } = await script.start({
    file_id,
    primary_identifier: { column: 'Email', kind: 'email' },
    field_mappings: { 'First name': 'first_name', Company: 'company' },
  })
  await expect.poll(async () => (await script.job(job_id)).status).toBe('completed')
  return script.job(job_id)
}

async function segmentsOf(product: Product): Promise<Segment[]> {
  return (await product.get<{ segments: Segment[] }>('/leads/segments')).segments
}

test('a segment of an import is named, narrowed down, changed and deleted, and its leads stay', async ({
  signedIn: page,
  product,
}) => {
  const script = new Script(product)
  const job = await imported(script)
  const filter = { search: '', conditions: [{ of: 'import', job_id: job.job_id, outcome: 'created' }] }
  const other = await script.post<Segment>('/leads/segments', { name: 'Visitors', filter })
  const dialog = page.getByRole('dialog').filter({ has: page.getByLabel('Name') })
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: 'Expo', exact: true }) })

  await page.goto(`${product.url}/app/segments?new_from=job_999`)
  await expect(page.getByText('The import could not be read', { exact: true })).toBeVisible()
  await page.goto(`${product.url}/app/segments?new_from=${job.job_id}`)
  await expect(dialog.getByLabel('Name')).toHaveValue('expo visitors')
  await expect(dialog.getByRole('button', { name: 'In import expo visitors.csv', exact: true })).toBeVisible()
  await expect(dialog.getByText('4 leads')).toBeVisible()
  await dialog.getByLabel('Name').fill('')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('A segment needs a name.')).toBeVisible()
  await dialog.getByLabel('Name').fill('VISITORS')
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await dialog.getByLabel('Name').fill('Expo')
  await expect(dialog.getByLabel('Name')).not.toHaveAttribute('aria-invalid')

  // by keys alone: what it is about, then a value
  await dialog.getByRole('button', { name: 'Add condition' }).press('Enter')
  await page.getByRole('combobox', { name: 'Filter by' }).fill('company')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Search values' }).fill('nowhere')
  await expect(page.getByRole('option', { name: 'Orbitech' })).toBeHidden()
  await fits(page, 'a value that no lead has')
  await clean(page, 'a value that no lead has')
  await page.getByRole('combobox', { name: 'Search values' }).fill('orbi')
  await page.getByRole('option', { name: 'Orbitech' }).click()
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Company is Orbitech', exact: true })).toBeVisible()
  await expect(dialog.getByText('2 leads')).toBeVisible()

  // Escape empties the search first, then a stray one asks
  await dialog.getByLabel('Search', { exact: true }).fill('nobody')
  await page.keyboard.press('Escape')
  await expect(dialog.getByLabel('Search', { exact: true })).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Keep editing' })).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Save segment' }).click()
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(`${product.url}/app/segments`)
  await expect(row).toContainText('2 leads')
  await expect(row.getByRole('list', { name: 'Filter of Expo' })).toContainText('Company is Orbitech')
  await fits(page, 'segments')
  await clean(page, 'segments')
  expect((await segmentsOf(product)).find(({ name }) => name === 'Expo')?.filter).toEqual({
    search: '',
    conditions: [
      { of: 'import', job_id: job.job_id, outcome: 'any' },
      { of: 'field', field: 'company', is: 'one_of', values: ['Orbitech'] },
    ],
  })

  await row.getByRole('button', { name: 'Edit Expo' }).click()
  await dialog.getByRole('button', { name: 'Company is Orbitech', exact: true }).click()
  await page.getByLabel('Company: condition').selectOption('empty')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(dialog.getByText('1 lead', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Remove: In import expo visitors.csv' }).click()
  await expect(dialog.getByRole('button', { name: 'Company is empty', exact: true })).toBeFocused()
  await dialog.getByLabel('Description').fill('Who never said where they work')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(row).toContainText('Who never said where they work')
  await expect(row).not.toContainText('In import')

  await row.getByRole('button', { name: 'Delete Expo' }).click()
  await page.getByRole('button', { name: 'Delete segment' }).click()
  // while it is asked, everything else counts as hidden
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row).toBeHidden()
  expect((await segmentsOf(product)).map(({ name }) => name)).not.toContain('Expo')
  await page.getByRole('link', { name: 'Visitors', exact: true }).click()
  await expect(page).toHaveURL(`${product.url}/app/leads?segment_id=${other.segment_id}`)
  await expect(page.getByText('4 leads', { exact: true })).toBeVisible()
})
