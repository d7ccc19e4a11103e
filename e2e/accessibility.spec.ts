/** Every step and page, light and dark, on a phone and on a desk: no rule of axe broken, nothing to scroll sideways. */
import type { Page } from '@playwright/test'
import { clean, fits, looks, type Rules } from './accessible.ts'
import { Grid } from './grid.ts'
import { expect, signIn, test } from './test.ts'
import { Wizard } from './wizard.ts'

const list = {
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Email,First Name,Company,Work Phone,A column with a very long name indeed\n' +
      'ann@axe.example,Ann,"Donaudampfschifffahrtsgesellschaft mbH & Co. KG",+493022000000,x\n' +
      'not an address,Bob,Globex,12,y\n',
  ),
}

/** Read with doubts: lines above the header, a few letters that say little about their encoding, whole names, national numbers. */
const doubtful = {
  name: 'doubtful.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Exported by somebody\n\nE-Mail;Full Name;Mobile;Customer\n' +
      ['ann', 'bob', 'bob', '']
        .map(
          (name, n) => `${name && `${name}@axe.example`};J\xfcrg ${n} Lee;0171 5550${100 + n};C-${n % 2}\n`,
        )
        .join(''),
    'latin1',
  ),
}
/** A row of each kind that the grid of Confirm knows: broken with and without a proposal, empty, twice, mistyped, ragged. */
const mess = {
  name: 'mess.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Email,First Name,Company,External ID\n' +
      ['ann@mess.example', 'bob@@mess.example', 'cyd(at)mess.example', 'dan@gmial.com', '', 'nobody', 'ANN@mess.example', 'eve@mess.example'] // prettier-ignore
        .map(
          (email, n) =>
            `${email},"First ${n}\nand a second line",Company with a rather long name ${n},NULL\n`,
        )
        .join('') +
      'fay@mess.example,Fay\n',
  ),
}

type Look = (where: string) => Promise<void>

/** Looks at `page` as it is now, and whether it fits windows of other widths. */
function looker(page: Page, width: number, rules: Rules): Look {
  const height = 800
  return async (where) => {
    await clean(page, where, rules)
    for (const w of width === 360 ? [360, 640, 768] : [1280, 2560]) {
      await page.setViewportSize({ width: w, height })
      await fits(page, `${where} at ${w} px`)
    }
    await page.setViewportSize({ width, height })
  }
}

/** The settings with their dialogs, as an admin sees them. Answers the link of an invitation. */
async function settingsOfAdmin(page: Page, url: string, invited: string, look: Look): Promise<string> {
  const dialog = page.getByRole('dialog')
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
  await page.goto(`${url}/app/settings/account`)
  await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible()
  await look('Account')
  const menu = page.getByRole('button', { name: 'More, account and theme' })
  if (await menu.isVisible()) {
    await menu.click()
    await look('the menu of a narrow window')
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await look('Account with errors')
  await page.getByRole('button', { name: 'New organizational unit' }).click()
  await look('a new organizational unit')
  await close()

  await page.goto(`${url}/app/settings/members`)
  await expect(page.getByText('You', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Add member' }).click()
  await look('a new member')
  await dialog.getByLabel('User name').fill(invited)
  await dialog.getByRole('button', { name: 'Add member' }).click()
  await expect(dialog.locator('code')).toBeVisible()
  await look('an invitation')
  const link = await dialog.locator('code').innerText()
  await close()
  await expect(page.getByText('Invited').first()).toBeVisible()
  await look('Members')
  await page.getByRole('button', { name: `Remove ${invited}` }).click()
  await look('removing a member')
  await close()

  await page.goto(`${url}/app/settings/keys`)
  await page.getByRole('button', { name: 'Create API key' }).click()
  await look('a new API key')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export of the fair and of everybody else')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.locator('code').first()).toBeVisible()
  await look('the credential of an API key')
  await close()
  await page
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click()
  await look('revoking an API key')
  await dialog.getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByText('Revoked').first()).toBeVisible()
  await look('API keys')
  return link
}

/** What somebody sees who came by an invitation and is no admin. */
async function settingsOfInvited(page: Page, url: string, link: string, look: Look): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await look('choosing a password')
  await page.getByLabel('New password', { exact: true }).fill('a password for axe')
  await page.getByLabel('New password again').fill('a password for axe')
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByRole('heading', { name: 'Leads', level: 1 })).toBeVisible()
  await page.goto(`${url}/app/settings/members`)
  await expect(page.getByText('Only admins can add')).toBeVisible()
  await look('Members for a member')
  await page.goto(`${url}/app/settings/keys`)
  await expect(page.getByText('Admins make the API keys')).toBeVisible()
  await look('API keys for a member')
}

/** Confirm > Rows in the states that it has. */
async function rowsOfConfirm(page: Page, look: Look): Promise<void> {
  const grid = new Grid(page)
  await grid.open()
  await grid.toFix(4)
  await look('the rows')
  await grid.root.focus()
  await grid.press('Control+Home', 'F8')
  await grid.at(3, 'Email')
  await expect(grid.panel.getByRole('button', { name: 'Use bob@mess.example' })).toBeVisible()
  await look('a cell with a proposal')
  await grid.press('Enter')
  await expect(grid.root.page().getByRole('textbox', { name: 'Email, row 3' })).toBeFocused()
  await look('the editor of a cell')
  await grid.press('Escape', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Delete')
  await expect(grid.panel.getByRole('button', { name: /^Apply to all/ })).toBeVisible()
  await look('other equal values')
  await grid.press('Home', 'ArrowLeft', 'Space')
  await grid.leftOut(1)
  await look('a row that is left out')
  await page.getByRole('button', { name: /^Filter (?!again)/ }).click()
  await look('the list of filters')
  await page.getByRole('option', { name: /Invalid email format in “\u2068Email\u2069”/ }).click()
  await page.getByRole('button', { name: /^Fix all/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await look('fixing all rows of a cause')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await look('the rows of a cause')
  await grid.filter(/^Duplicates/)
  await grid.shows('2 of 9 rows')
  await look('duplicates')
  await grid.search('okapi')
  await expect(page.getByText('No row has “\u2068okapi\u2069”')).toBeVisible()
  await look('no row found')
}

for (const { colorScheme, width, rules } of looks) {
  const window = { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' } as const

  test(`${colorScheme} at ${width} px`, async ({ browser, product }) => {
    test.setTimeout(120_000)
    const context = await browser.newContext(window)
    const page = await context.newPage()
    const look = looker(page, width, rules)

    await page.goto(product.url)
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await look('sign-in')
    await signIn(context, product)
    const wizard = new Wizard(page, product)
    await wizard.open()
    await look('Upload')
    await wizard.choose({ ...list, name: 'broken.csv', buffer: Buffer.from('') })
    await expect(page.getByRole('alert')).toBeVisible()
    await look('a refused file')
    await wizard.choose(list)
    await wizard.next()
    await wizard.at('Select Identifier')
    await look('Select Identifier')
    await wizard.next()
    await wizard.at('Map Fields')
    await look('Map Fields')
    await wizard.next()
    await wizard.at('Confirm')
    await look('Confirm')
    await expect(page.getByRole('region', { name: 'What changes' }).getByRole('listitem')).toHaveCount(1)
    await look('Confirm with its forecast')
    await wizard.start()
    await wizard.completed()
    await look('Results')
    await page.goto(`${product.url}/app/imports`)
    await page.getByRole('link', { name: list.name, exact: true }).first().click()
    await expect(page.getByRole('heading', { name: list.name })).toBeVisible()
    await look('an import')
    await page.goto(`${product.url}/app/imports`)
    await expect(page.getByRole('row', { name: /people\.csv/ }).first()).toBeVisible()
    await look('History')
    await page.goto(`${product.url}/app/leads`)
    await expect(page.getByRole('link', { name: /Ann/ }).first()).toBeVisible()
    await look('Leads')
    await page.getByRole('link', { name: /Ann/ }).first().click()
    await expect(page.getByText('ann@axe.example').first()).toBeVisible()
    await look('a lead')
    await page.goto(`${product.url}/app/nowhere`)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await look('an address without a page')
    await context.close()
  })

  test(`doubts and rows, ${colorScheme} at ${width} px`, async ({ browser, product }) => {
    test.setTimeout(120_000)
    const context = await browser.newContext(window)
    await signIn(context, product)
    const page = await context.newPage()
    const look = looker(page, width, rules)
    const wizard = new Wizard(page, product)
    await wizard.open()
    await wizard.choose(doubtful)
    await expect(page.getByText('Check this').first()).toBeVisible()
    await look('a file read with doubts')
    await wizard.next()
    await wizard.at('Select Identifier')
    await page.getByRole('radio', { name: /Customer/ }).check()
    await look('an identifier that is there twice')
    await wizard.next()
    await wizard.at('Map Fields')
    await look('whole names and national numbers')
    await wizard.open()
    await wizard.toConfirm(mess)
    await rowsOfConfirm(page, look)
    await context.close()
  })

  test(`settings, ${colorScheme} at ${width} px`, async ({ browser, product }) => {
    test.setTimeout(120_000)
    const admin = await browser.newContext(window)
    await signIn(admin, product)
    const page = await admin.newPage()
    const name = `${colorScheme}-${width}@axe.example`
    const link = await settingsOfAdmin(page, product.url, name, looker(page, width, rules))
    await admin.close()
    const guest = await browser.newContext(window)
    const theirs = await guest.newPage()
    await settingsOfInvited(theirs, product.url, link, looker(theirs, width, rules))
    await guest.close()
  })
}
