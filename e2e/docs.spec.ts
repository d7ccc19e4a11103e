/** The documentation of the API: whole, readable for everybody, and without a word to another server. */
import { operations } from '#shared/api'
import { problemKinds } from '#shared/problem'
import { clean, looks } from './accessible.ts'
import { expect, test } from './test.ts'

for (const { colorScheme, width, rules } of looks)
  test(`${colorScheme} at ${width} px`, async ({ browser, product }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(`${product.url}/`)) wrong.push(request.url())
    })
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('pageerror', (error) => wrong.push(error.message))

    for (const address of ['/docs', '/docs/problems']) {
      await page.goto(product.url + address)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      if (address === '/docs') await expect(page.getByRole('heading', { name: 'Schemas' })).toBeVisible()
      await clean(page, address, rules)
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(sideways, `${address}: pixels to scroll sideways`).toBeLessThanOrEqual(0)
    }
    expect(wrong).toEqual([])
    await context.close()
  })

test('shows every operation, and leads to what it names', async ({ page, product }) => {
  await page.goto(`${product.url}/docs`)
  const start = page.getByRole('article', { name: operations.startImport.summary })
  await expect(start).toContainText('/leads/import/start')
  // read at once: in a page this long each search by role takes half a second
  const headings = await page.getByRole('heading', { level: 3 }).allInnerTexts()
  for (const { summary } of Object.values(operations))
    expect(headings.filter((heading) => heading.trim() === summary)).toEqual([summary])
  await expect(start.getByText('primary_identifier', { exact: true }).first()).toBeVisible()
  await start.getByRole('link', { name: 'ImportJobDetails' }).click()
  await expect(page.locator('#schema-ImportJobDetails')).toBeInViewport()
})

test('the type of a problem leads to its row', async ({ page, product }) => {
  const answer = await page.request.get(`${product.url}/leads`)
  const { type } = (await answer.json()) as { type: string }
  await page.goto(product.url + type)
  await expect(page.locator('tr:target')).toContainText('not_signed_in')
  await expect(page.locator('tr:target')).toBeInViewport()
  await expect(page.locator('tbody tr')).toHaveCount(Object.keys(problemKinds).length)
})
