/**
 * Every page after an import, filled with the made-up leads of the demo, dark on a phone and light on a desk: no rule of axe
 * broken, nothing to scroll sideways. Part of `npm run test:looks`; what the pages do has specs of their own.
 */
import type { Page } from '@playwright/test'
import { DemoClient } from '../server/demo/demoClient.ts'
import { fillDemo } from '../server/demo/fillDemo.ts'
import { clean, fits, looks } from './accessible.ts'
import { password, userName, type Product } from './product.ts'
import { expect, signIn, test } from './test.ts'

async function fill(product: Product): Promise<void> {
  const ask = (path: string, init: RequestInit): Promise<Response> => fetch(product.url + path, init)
  const authorization = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`
  await fillDemo(new DemoClient(ask, { authorization }), ask, 300)
}

for (const { colorScheme, width } of looks) {
  test(`after the import, ${colorScheme} at ${width} px`, async ({ browser, product }) => {
    test.setTimeout(300_000)
    await fill(product)
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    await signIn(context, product)
    const page = await context.newPage()
    const look = async (where: string): Promise<void> => {
      await expect(page.locator('main')).toHaveAttribute('id', 'content')
      await page.waitForLoadState('networkidle')
      await clean(page, where)
      for (const w of width === 360 ? [360, 640, 768] : [1280, 2560]) {
        await page.setViewportSize({ width: w, height: 800 })
        await fits(page, `${where} at ${w} px`)
      }
      await page.setViewportSize({ width, height: 800 })
    }
    const open = async (path: string, where: string): Promise<void> => {
      await page.goto(product.url + path)
      await look(where)
    }
    await leadsAndSegments(page, open, look)
    await imports(page, product, open, look)
    await context.close()
  })
}

type Look = (where: string) => Promise<void>
type Open = (path: string, where: string) => Promise<void>

async function leadsAndSegments(page: Page, open: Open, look: Look): Promise<void> {
  await open('/app/leads', 'leads')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await look('leads, a filter begun')
  await page.keyboard.press('Escape')
  await page.getByRole('checkbox').nth(1).check()
  await look('leads, one selected')
  await page.getByRole('button', { name: /^Columns/ }).click()
  await look('leads, columns to choose')
  await open('/app/leads/deleted', 'deleted leads')
  await open('/app/segments', 'segments')
  await page.getByRole('button', { name: 'New segment' }).click()
  await look('a new segment')
  await open('/app/fields', 'profile fields')
  await page.getByRole('button', { name: 'New field' }).click()
  await look('a new profile field')
}

async function imports(page: Page, product: Product, open: Open, look: Look): Promise<void> {
  await open('/app/imports', 'history')
  await page.getByRole('link', { name: 'old-list-do-not-use.csv', exact: true }).click()
  await expect(page.getByText('What was kept, and why')).toBeVisible()
  await look('an import that was undone')
  await page.goto(`${product.url}/app/imports`)
  await page.getByRole('link', { name: 'crm-export.csv', exact: true }).click()
  await look('an import with errors, conflicts and changes')
  await page.getByRole('button', { name: 'Undo import' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await look('what an undo would do')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Alias belongs to another lead/ }).click()
  await look('the conflicts of an import')
  await page
    .getByRole('link', { name: /^Compare/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: 'Compare leads' })).toBeVisible()
  await look('two leads compared')
  await page.goto(`${product.url}/app/leads`)
  await page.locator('main a[href^="/app/leads/0"]').first().click()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
  await look('a lead')
}
