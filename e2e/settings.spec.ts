/** Keys for scripts, members and passwords, as an admin and those whom they invite work with them. */
import type { Browser, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { password as adminPassword, userName, type Product } from './product.ts'
import { expect, signIn, test } from './test.ts'

/** What a script gets with a credential. */
async function statusFor(product: Product, credential: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(credential).toString('base64')}`
  return (await fetch(`${product.url}/leads/import/jobs`, { headers: { authorization } })).status
}

async function signInByForm(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Choose a password' })).toBeVisible()
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByLabel('New password again').fill(password)
  await page.getByRole('button', { name: 'Save the password' }).click()
}

/** On Members: adds a user who is new here, and answers the link that the page shows. */
async function invite(page: Page, name: string, role: 'Admin' | 'Member' = 'Member'): Promise<string> {
  await page.getByRole('button', { name: 'Add member' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('User name').fill(name)
  await dialog.getByLabel('Role').selectOption({ label: role })
  await dialog.getByRole('button', { name: 'Add member' }).click()
  await expect(dialog.getByRole('heading', { name: `Invitation for ${name}` })).toBeVisible()
  const link = await dialog.locator('code').innerText()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
  return link
}

function row(page: Page, name: string) {
  return page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })
}

async function newPage(browser: Browser): Promise<Page> {
  return await (await browser.newContext()).newPage()
}

/** Refusals are shown in the page; the browser lists them in its console too. */
const refusals = [/status of 40[139]/]

test('a key works until it is revoked, and its secret is nowhere after the dialog', async ({
  signedIn,
  product,
}) => {
  const page = signedIn
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${product.url}/app/settings/keys`)
  await page.getByRole('button', { name: 'Create API key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByText('A key needs a name.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Weekly numbers')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByText('It is not shown again')).toBeVisible()

  const credential = await dialog.getByRole('group', { name: 'Credential' }).locator('code').innerText()
  expect(credential).toMatch(/^[^:\s]+:[^:\s]{20,}$/)
  const curl = await dialog.getByRole('group', { name: /curl/ }).locator('code').innerText()
  expect(curl).toBe(`curl -u '${credential}' '${product.url}/leads/import/jobs'`)
  await dialog.getByRole('button', { name: 'Copy: Credential' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied: Credential' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(credential)
  expect(await statusFor(product, credential)).toBe(200)
  expect(await statusFor(product, `${credential}x`)).toBe(401)

  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  const secret = credential.split(':')[1]!
  expect(await page.content()).not.toContain(secret)
  expect(page.url()).not.toContain(secret)
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]),
  )
  expect(stored).not.toContain(secret)
  await page.getByRole('button', { name: 'Create API key' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('')
  await page.keyboard.press('Escape')

  await page.reload()
  const key = page.getByRole('row', { name: /Weekly numbers/ })
  await expect(key).toContainText('Just now')
  await key.getByRole('button', { name: 'Revoke Weekly numbers' }).click()
  await expect(dialog).toContainText('Every script that signs in with it is refused')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  expect(await statusFor(product, credential)).toBe(200)
  await key.getByRole('button', { name: 'Revoke Weekly numbers' }).click()
  await dialog.getByRole('button', { name: 'Revoke key' }).click()
  await expect(key.getByText('Revoked')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeFocused()
  expect(await statusFor(product, credential)).toBe(401)
})

test.describe('with members', () => {
  test.use({ expectedErrors: refusals })

  test('an invitation signs in once, asks for a password, and that signs in again', async ({
    signedIn,
    product,
    browser,
  }) => {
    await signedIn.goto(`${product.url}/app/settings/members`)
    const link = await invite(signedIn, 'bea@example.org')
    expect(link).toMatch(new RegExp(`^${product.url}/app/sign-in#[\\w-]+$`))
    expect(await signedIn.content()).not.toContain(link.split('#')[1])
    await expect(row(signedIn, 'bea@example.org').getByText('Invited')).toBeVisible()

    const page = await newPage(browser)
    await page.goto(link)
    await expect(page.getByRole('heading', { name: 'Choose a password' })).toBeVisible()
    expect(page.url()).not.toContain('#')
    await page.goto(`${product.url}/app/imports`)
    await page.getByLabel('New password', { exact: true }).fill('too short')
    await page.getByRole('button', { name: 'Save the password' }).click()
    await expect(page.getByText('9 characters are too few')).toBeVisible()
    await expect(page.getByLabel('New password', { exact: true })).toBeFocused()
    await choosePassword(page, 'a password of bea')
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await signInByForm(page, 'bea@example.org', 'a password of bea')
    await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
    const again = await newPage(browser)
    await again.goto(link)
    await expect(again.getByRole('alert')).toContainText('link has expired')
    await page.context().close()
    await again.context().close()
  })

  test('a forgotten password is chosen anew by a link, and the old one ends', async ({
    signedIn,
    product,
    browser,
  }) => {
    await signedIn.goto(`${product.url}/app/settings/members`)
    const page = await newPage(browser)
    await page.goto(await invite(signedIn, 'cleo@example.org'))
    await choosePassword(page, 'the first password')
    await expect(page.getByRole('heading', { name: 'Leads', level: 1 })).toBeVisible()

    await row(signedIn, 'cleo@example.org')
      .getByRole('button', { name: /New sign-in link/ })
      .click()
    await expect(signedIn.getByRole('dialog')).toContainText('an earlier link or password stops working now')
    await signedIn.getByRole('dialog').getByRole('button', { name: 'Make link' }).click()
    const link = await signedIn.getByRole('dialog').locator('code').innerText()
    await signedIn.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
    expect(await statusFor(product, 'cleo@example.org:the first password')).toBe(401)
    await page.goto(link)
    await choosePassword(page, 'the second password')
    await expect(page.getByRole('heading', { name: 'Leads', level: 1 })).toBeVisible()
    expect(await statusFor(product, 'cleo@example.org:the second password')).toBe(200)
    await page.context().close()
  })

  test('roles change what one may do at once; who is removed is told that they belong nowhere', async ({
    signedIn,
    product,
    browser,
  }) => {
    await signedIn.goto(`${product.url}/app/settings/members`)
    const page = await newPage(browser)
    await page.goto(await invite(signedIn, 'dora@example.org'))
    await choosePassword(page, 'a password of dora')
    await expect(page.getByRole('heading', { name: 'Leads', level: 1 })).toBeVisible()
    await page.goto(`${product.url}/app/settings/keys`)
    await expect(page.getByText('Admins make the API keys')).toBeVisible()
    await expect(page.getByText(`The admin here is ${userName}.`)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Create API key' })).toBeHidden()

    await row(signedIn, 'dora@example.org').getByLabel('Role of dora@example.org').selectOption('Admin')
    await expect(signedIn.getByText('dora@example.org: Admin now', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Create API key' })).toBeVisible()

    // both are admins; whoever is left alone meanwhile is refused in words, where they tried it
    await page.goto(`${product.url}/app/settings/members`)
    await expect(row(page, 'dora@example.org').getByText('You')).toBeVisible()
    await row(signedIn, 'dora@example.org').getByLabel('Role of dora@example.org').selectOption('Member')
    await expect(signedIn.getByText('dora@example.org: Member now', { exact: true })).toBeVisible()
    await row(page, userName).getByLabel(`Role of ${userName}`).selectOption('Member')
    await expect(row(page, userName).getByRole('alert')).toContainText(/administrator/)
    await expect(page.getByRole('button', { name: 'Add member' })).toBeHidden()

    await row(signedIn, 'dora@example.org').getByRole('button', { name: 'Remove dora@example.org' }).click()
    await signedIn.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(row(signedIn, 'dora@example.org')).toBeHidden()
    await page.getByRole('link', { name: 'History' }).click()
    await expect(page.getByRole('heading', { name: 'No organizational unit' })).toBeVisible()
    await expect(page.getByText('Ask an administrator to add you')).toBeVisible()
    // the password can be changed without an org unit
    await page.getByRole('link', { name: 'Account settings' }).click()
    await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeFocused()
    await expect(page.getByText('You are a member of none.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Members' })).toBeHidden()
    await clean(page, 'account without an organizational unit')
    await page.getByLabel('Present password').fill('a password of dora')
    await page.getByLabel('New password', { exact: true }).fill('a new password of dora')
    await page.getByLabel('New password again').fill('a new password of dora')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('Your password is changed', { exact: true })).toBeVisible()
    await page.context().close()
  })

  test('the only admin cannot step down, and another who became it meanwhile is told so', async ({
    ownProduct,
    browser,
  }) => {
    const page = await newPage(browser)
    await page.goto(`${ownProduct.url}/app/settings/members`)
    await signInByForm(page, userName, adminPassword)
    const own = page.getByLabel(`Role of ${userName}`)
    await expect(own).toBeDisabled()
    await expect(own).toHaveAccessibleDescription('The only admin cannot step down.')
    await expect(page.getByRole('button', { name: 'Leave' })).toBeHidden()

    await invite(page, 'eve@example.org', 'Admin')
    await expect(own).toBeEnabled()
    const { members } = await (await page.request.get(`${ownProduct.url}/org-unit/members`)).json()
    const eve = (members as { name: string; user_id: string }[]).find(({ name }) => name.startsWith('eve'))!
    await page.request.put(`${ownProduct.url}/org-unit/members/${eve.user_id}`, {
      data: { role: 'member' },
      headers: { origin: ownProduct.url },
    })
    await own.selectOption('Member')
    await page.getByRole('dialog').getByRole('button', { name: 'Become a member' }).click()
    await expect(row(page, userName).getByRole('alert')).toContainText('only administrator')
    await expect(own).toHaveValue('admin')

    await page.getByRole('button', { name: 'Add member' }).click()
    await page.getByLabel('User name').fill('EVE@example.org')
    await page.getByRole('dialog').getByRole('button', { name: 'Add member' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
      'a member of this organizational unit already',
    )
    await page.context().close()
  })

  test('a password is changed by whoever knows the present one', async ({ ownProduct, browser }) => {
    const page = await newPage(browser)
    await page.goto(`${ownProduct.url}/app/settings/account`)
    await signInByForm(page, userName, adminPassword)
    const fill = async (present: string, chosen: string, again: string): Promise<void> => {
      await page.getByLabel('Present password').fill(present)
      await page.getByLabel('New password', { exact: true }).fill(chosen)
      await page.getByLabel('New password again').fill(again)
      await page.getByRole('button', { name: 'Change password' }).click()
    }
    await fill(adminPassword, 'another password', 'another passwort')
    await expect(page.getByText('The two passwords differ')).toBeVisible()
    await fill('not my password', 'another password', 'another password')
    await expect(page.getByText('This is not your present password.')).toBeVisible()
    await expect(page.getByLabel('Present password')).toBeFocused()
    await fill(adminPassword, 'another password', 'another password')
    await expect(page.getByText('Your password is changed', { exact: true })).toBeVisible()
    await expect(page.getByLabel('Present password')).toHaveValue('')
    expect(await statusFor(ownProduct, `${userName}:${adminPassword}`)).toBe(401)
    expect(await statusFor(ownProduct, `${userName}:another password`)).toBe(200)
    await page.context().close()
  })
})

test('a new organizational unit is empty, and what was begun in another one waits there', async ({
  context,
  ownProduct,
}) => {
  await signIn(context, ownProduct)
  const page = await context.newPage()
  await page.goto(`${ownProduct.url}/app/leads/import`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'begun in the first unit.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Email\nann@units.example\n'),
  })
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled()

  await page.goto(`${ownProduct.url}/app/settings/account`)
  const first = await page.getByRole('listitem').filter({ hasText: 'Active' }).locator('bdi').innerText()
  await page.getByRole('button', { name: 'New organizational unit' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('South')
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  const active = page.getByRole('listitem').filter({ hasText: 'Active' })
  await expect(active).toContainText('South')
  const unit = page.getByRole('combobox', { name: 'Organizational unit' })
  await expect(unit).toHaveValue(/\d+/)

  await page.goto(`${ownProduct.url}/app/leads/import`)
  await expect(page.getByRole('heading', { name: 'Upload' })).toBeVisible()
  await expect(page.getByText('No imports yet')).toBeVisible()
  await expect(page.getByText('begun in the first unit.csv')).toBeHidden()
  await unit.selectOption({ label: first })
  await expect(page.getByText('begun in the first unit.csv').first()).toBeVisible()
  await unit.selectOption({ label: 'South' })
  await expect(page.getByText('begun in the first unit.csv')).toBeHidden()
  await page.goto(`${ownProduct.url}/app/settings/account`)
  await page.getByRole('button', { name: `Work in ${first}` }).click()
  await expect(active).toContainText(first)
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeFocused()
})
