/** Every step and page, light and dark, on a phone and on a desk: no rule of axe broken, nothing to scroll sideways. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
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

async function clean(page: Page, where: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(
    (v) => `${v.id}: ${v.help} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`,
  )
  expect(found, where).toEqual([])
}

async function fits(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
  expect(overflow, `${where}: pixels to scroll sideways`).toBeLessThanOrEqual(0)
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [360, 1280])
    test(`${colorScheme} at ${width} px`, async ({ browser, product }) => {
      test.setTimeout(120_000)
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      const look = async (where: string): Promise<void> => {
        await clean(page, where)
        for (const w of width === 360 ? [360, 768] : [1280, 2560]) {
          await page.setViewportSize({ width: w, height: 800 })
          await fits(page, `${where} at ${w} px`)
        }
        await page.setViewportSize({ width, height: 800 })
      }

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
