/** Imports that scripts start through the API, as people see them in the pages. */
import type { ImportJobDetails } from '#shared/api/jobs'
import type { Preview } from '#shared/api/files'
import { password, userName, type Product } from './product.ts'
import { expect, test } from './test.ts'

const authorization = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`
const csv = 'Email,First Name\nann@script.example,Ann\nnot an address,Bob\n'

/** Sends the list and starts its import with the mapping that the preview suggests, as a script does. */
async function importByScript(product: Product, fileName: string, dryRun: boolean): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([csv], { type: 'text/csv' }), fileName)
  const asked = { method: 'POST', headers: { authorization } }
  const preview = await fetch(`${product.url}/leads/import/preview`, { ...asked, body: form })
  const { suggested_mapping } = (await preview.json()) as Preview
  const started = await fetch(`${product.url}/leads/import/start`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ ...suggested_mapping, dry_run: dryRun }),
  })
  const { job_id } = (await started.json()) as ImportJobDetails
  await expect
    .poll(async () => (await product.get<ImportJobDetails>(`/leads/import/jobs/${job_id}`)).status)
    .toBe('completed')
  return job_id
}

test('a dry run is marked as one, and offers no leads', async ({ signedIn, product }) => {
  const page = signedIn
  await importByScript(product, 'dry.csv', true)
  await page.goto(`${product.url}/app/imports`)
  const row = page.getByRole('row', { name: /dry\.csv/ })
  await expect(row.getByText('Dry run').filter({ visible: true })).toBeVisible()
  await expect(row.getByText('API', { exact: true }).filter({ visible: true })).toBeVisible()
  await row.getByRole('link', { name: 'dry.csv', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'dry.csv' })).toBeVisible()
  await expect(page.getByText('A dry run: nothing was written')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Would create' })).toContainText('1')
  await expect(page.getByRole('group', { name: 'Would fail' })).toContainText('1')
  await expect(page.getByText('View leads from this import')).toBeHidden()
  await page.goto(`${product.url}/app/leads`)
  // a lead base without leads has nothing to search
  const search = page.getByRole('searchbox', { name: 'Search leads' })
  await expect(search.or(page.getByText('No leads yet'))).toBeVisible()
  if (await search.isVisible()) await search.fill('ann@script.example')
  await expect(page.getByText(/^No lead/)).toBeVisible()
})

test('an import by a script shows its counts, its errors and its leads like any other', async ({
  signedIn,
  product,
}) => {
  const page = signedIn
  const jobId = await importByScript(product, 'script.csv', false)
  await page.goto(`${product.url}/app/imports/${jobId}`)
  await expect(page.getByRole('group', { name: 'Created' })).toContainText('1')
  await expect(page.getByText('Invalid email format').first()).toBeVisible()
  await expect(page.getByText('Dry run')).toBeHidden()
  await page.getByRole('link', { name: 'View leads from this import' }).click()
  await expect(page.getByRole('row', { name: /ann@script.example/ })).toBeVisible()
})
