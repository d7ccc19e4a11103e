/** Profile fields as the people of an org unit keep them: made, renamed, used by a file, archived and brought back. */
import { clean, fits } from './accessible.ts'
import { Script } from './script.ts'
import { expect, test } from './test.ts'
import { Wizard } from './wizard.ts'

test.use({ colorScheme: 'dark' })

test('a field is made, renamed, mapped by its label, counted, archived and restored', async ({
  signedIn: page,
  product,
}) => {
  const script = new Script(product)
  const rows = Array.from({ length: 12 }, (_, i) => `p${i}@fair.example,${i < 5 ? 'Spring' : ''},B${i}`)
  const csv = ['Email,Campaign source,Booth', ...rows].join('\n')
  const dialog = page.getByRole('dialog')
  const row = page.getByRole('row', { name: /Campaign source/ })

  await page.goto(`${product.url}/app/fields`)
  await expect(page.getByRole('row', { name: /First name first_name/ })).toBeVisible()
  await page.setViewportSize({ width: 360, height: 800 })
  await fits(page, 'profile fields')
  await page.getByRole('button', { name: 'New field' }).click()
  await dialog.getByLabel('Name').fill('last NAME')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('“last NAME” is a standard field.')).toBeVisible()
  await dialog.getByLabel('Name').fill(' utm_src ')
  await dialog.getByLabel('Description').fill('Where somebody heard of us')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Edit utm_src' }).click()
  await dialog.getByLabel('Name').fill('Campaign source')
  await clean(page, 'a field that is edited')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('utm_src')
  await expect(row).toContainText('Not used yet')

  const wizard = new Wizard(page, product)
  const file = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.goto(`${product.url}/app/leads/import`)
  await wizard.toMap(file('spring.csv'))
  const target = page.getByRole('button', { name: 'Lead field for Campaign source' })
  await expect(target).toHaveText('Campaign source')

  // meanwhile somebody archives it: the mapping that is being made says so
  await script.post('/leads/fields/utm_src', { archived: true })
  await page.reload()
  await expect(page.getByText('The field “Campaign source” is archived.').first()).toBeVisible()
  await expect(target).toHaveText('Campaign source')
  await script.post('/leads/fields/utm_src', { archived: false })
  await page.reload()
  // a field made on the spot over a slow line: going on waits for it, so that the column is not left out
  await page.route('**/leads/fields', async (route) => {
    if (route.request().method() === 'POST') await new Promise((resolve) => setTimeout(resolve, 1_000))
    await route.continue()
  })
  await page.getByRole('button', { name: 'Lead field for Booth' }).click()
  await page.getByRole('combobox', { name: 'Search fields' }).fill('booth')
  await page.getByRole('option', { name: 'Create field' }).click()
  await wizard.next()
  await wizard.at('Confirm')
  await wizard.start()
  await wizard.completed()

  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('link', { name: 'spring.csv', exact: true }).click()
  await expect(page.getByRole('row', { name: 'Campaign source Campaign source', exact: true })).toBeVisible()
  await expect(page.getByRole('row', { name: 'Booth booth', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Profile fields' }).click()
  await expect(row).toContainText('1 import')
  await expect(row.getByRole('cell', { name: '5', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Archive Campaign source' }).click()
  await expect(page.getByRole('table', { name: 'Archived fields' })).toContainText('Campaign source')
  await page.getByRole('button', { name: 'Restore Campaign source' }).click()
  await expect(page.getByRole('table', { name: 'Custom fields' })).toContainText('Campaign source')
})
