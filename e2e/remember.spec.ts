/** What was done with a file's columns comes back with the next one: by itself, or as a template. */
import type { Locator, Page } from '@playwright/test'
import { clean, fits, looks } from './accessible.ts'
import { jobOf } from './leadBase.ts'
import { expect, signIn, test } from './test.ts'
import { Wizard } from './wizard.ts'

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const row = (page: Page, column: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Lead field for ${column}` }) })
const target = (page: Page, column: string): Locator =>
  page.getByRole('button', { name: `Lead field for ${column}` })

async function map(page: Page, column: string, option: string): Promise<void> {
  await target(page, column).click()
  await page.getByRole('combobox', { name: 'Search fields' }).fill(option)
  await page.getByRole('option', { name: option }).first().click()
}

test('a mapping comes back for the same headers in another order and case, is dropped and taken back', async ({
  context,
  ownProduct: product,
}) => {
  await signIn(context, product)
  const page = await context.newPage()
  const wizard = new Wizard(page, product)
  await wizard.open()
  await wizard.toMap(
    csv('first.csv', 'Email,Company,Work Phone,Label\na@remember.example,Acme,030 2345678,Gold\n'),
  )
  await expect(page.getByText('As last time')).toHaveCount(0)
  await map(page, 'Company', 'Industry')
  await map(page, 'Label', 'Title')
  await row(page, 'Label').getByRole('checkbox').check()
  await page.getByLabel('Country of phone numbers without a country code').selectOption('DE')
  await wizard.next()
  await wizard.at('Confirm')
  await wizard.start()
  await wizard.completed()

  await wizard.open()
  await wizard.toMap(
    csv('second.csv', 'LABEL,work_phone,E-Mail,COMPANY\nSilver,030 2345679,b@remember.example,Globex\n'),
  )
  await expect(page.getByText(/As last time \(just now, by admin\)/)).toBeVisible()
  await expect(target(page, 'COMPANY')).toContainText('Industry')
  await expect(row(page, 'COMPANY')).toContainText('As last time')
  await expect(target(page, 'LABEL')).toContainText('Title')
  await expect(row(page, 'LABEL').getByRole('checkbox')).toBeChecked()
  const country = page.getByLabel('Country of phone numbers without a country code')
  await expect(country).toHaveValue('DE')

  await page.getByRole('button', { name: 'Drop it' }).click()
  await expect(target(page, 'COMPANY')).toContainText('Company')
  await expect(target(page, 'LABEL')).toContainText('Skip')
  await expect(country).toHaveValue('none')
  await expect(page.getByText('As last time', { exact: true })).toHaveCount(0)

  // it stays dropped over a reload, and one click takes it back
  await page.reload()
  await wizard.at('Map Fields')
  await expect(target(page, 'COMPANY')).toContainText('Company')
  await page.getByRole('button', { name: 'Map as last time' }).click()
  await expect(target(page, 'COMPANY')).toContainText('Industry')
  await expect(page.getByRole('button', { name: 'Drop it' })).toBeFocused()
  await wizard.next()
  await wizard.at('Confirm')
  await wizard.start()
  await wizard.completed()
  const [first, second] = [await jobOf(product, 'first.csv'), await jobOf(product, 'second.csv')]
  const order = [3, 2, 0, 1]
  expect(second.mapping).toEqual({
    ...first.mapping,
    targets: order.map((place) => first.mapping.targets[place]),
  })

  // columns of other files are known one by one
  await wizard.open()
  await wizard.toMap(csv('third.csv', 'Email,Company,Other\nc@remember.example,Initech,x\n'))
  await expect(target(page, 'Company')).toContainText('Industry')
  await expect(row(page, 'Company')).toContainText('As last time')
  await expect(page.getByText('with these columns')).toHaveCount(0)
})

test('a server that does not say what it remembers is not waited for', async ({
  context,
  ownProduct: product,
  expectedErrors,
}) => {
  expectedErrors.push(/mappings\/recall/)
  await signIn(context, product)
  const page = await context.newPage()
  const wizard = new Wizard(page, product)
  await page.route('**/mappings/recall', () => new Promise(() => undefined))
  await wizard.open()
  await wizard.toMap(csv('slow.csv', 'Email,Company\na@remember.example,Acme\n'))
  await expect(target(page, 'Company')).toContainText('Company')
  await page.unroute('**/mappings/recall')
  await page.route('**/mappings/recall', (route) => route.fulfill({ status: 500, body: 'no' }))
  await wizard.open()
  await wizard.toMap(csv('broken.csv', 'Email,Company\na@remember.example,Acme\n'))
  await expect(target(page, 'Company')).toContainText('Company')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a template is saved, replaced, used on another file and deleted', async ({
  signedIn: page,
  product,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const wizard = new Wizard(page, product)
  const dialog = page.getByRole('dialog')
  const name = 'CRM export'
  const look = async (where: string): Promise<void> => {
    for (const { colorScheme, width, rules } of [...looks].reverse()) {
      const what = `${where}, ${colorScheme} at ${width} px`
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      await clean(page, what, rules)
      await fits(page, what)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  await wizard.open()
  await wizard.toMap(
    csv(
      'crm.csv',
      'Email,Firma,Rang,Ref\na@template.example,Acme,Gold,1\nb@template.example,Bcme,Silver,2\n',
    ),
  )
  await page.getByRole('button', { name: 'Use template' }).click()
  await expect(dialog).toContainText('There are none yet')
  await page.keyboard.press('Escape')
  await map(page, 'Rang', 'Title')
  await page.getByRole('button', { name: 'Save as template…' }).click()
  await dialog.getByRole('button', { name: 'Save template' }).click()
  await expect(dialog.getByRole('alert')).toContainText('needs a name')
  await look('saving a template')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Save template' }).click()
  await expect(dialog).toBeHidden()
  await map(page, 'Ref', 'Industry')
  await page.getByRole('button', { name: 'Save as template…' }).click()
  await dialog.getByLabel('Name').fill(name.toUpperCase())
  await expect(dialog).toContainText(`Replaces the template “${name}”`)
  await dialog.getByRole('button', { name: 'Replace template' }).click()
  await expect(dialog).toBeHidden()

  await wizard.open()
  await wizard.toMap(
    csv(
      'more.csv',
      'rang,e-mail,Stadt,FIRMA\nBronze,c@template.example,Bonn,Ccme\nTin,d@template.example,Ulm,Dcme\n',
    ),
  )
  await expect(target(page, 'rang')).toContainText('Skip')
  await page.getByRole('button', { name: 'Use template' }).click()
  await expect(dialog).toContainText('3 of 4 columns in this file')
  await look('the templates')
  await dialog.getByRole('button', { name: `Use ${name.toUpperCase()}` }).click()
  await expect(target(page, 'rang')).toContainText('Title')
  await expect(page.getByText('3 of its 4 columns were matched in this file.')).toBeVisible()
  await look('a template in use')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(target(page, 'rang')).toContainText('Skip')

  await page.getByRole('button', { name: 'Use template' }).click()
  await dialog.getByRole('button', { name: `Delete ${name.toUpperCase()}`, exact: true }).click()
  await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused()
  await look('deleting a template')
  await dialog.getByRole('button', { name: `Delete ${name.toUpperCase()} for everybody` }).click()
  await expect(dialog).not.toContainText(name.toUpperCase())
  await page.keyboard.press('Escape')

  // as last time, and dropped
  await wizard.next()
  await wizard.at('Confirm')
  await wizard.start()
  await wizard.completed()
  await wizard.open()
  await wizard.toMap(csv('again.csv', 'rang,e-mail,Stadt,FIRMA\nTin,d@template.example,Ulm,Dcme\n'))
  await map(page, 'rang', 'Title')
  await wizard.next()
  await wizard.at('Confirm')
  await wizard.start()
  await wizard.completed()
  await wizard.open()
  await wizard.toMap(csv('last.csv', 'rang,e-mail,Stadt,FIRMA\nTin,e@template.example,Ulm,Dcme\n'))
  await expect(page.getByText(/As last time \(/)).toBeVisible()
  await look('as last time')
  await page.getByRole('button', { name: 'Drop it' }).click()
  await look('last time dropped')
})
