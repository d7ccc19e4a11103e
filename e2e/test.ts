/** `test` with the product: a server per worker, a page that is signed in, and no error in the console unnoticed. */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import { password, Product, userName } from './product.ts'

interface OfTest {
  /** A page of nobody: not signed in. */
  page: Page
  /** A page of the signed-in user. */
  signedIn: Page
  /** What the browser may complain about in this test; anything else fails it. */
  expectedErrors: RegExp[]
  /** A product of this test alone, for tests that kill it or count all its leads. */
  ownProduct: Product
}

export const test = base.extend<OfTest, { product: Product }>({
  product: [
    async ({}, use) => {
      const product = await Product.start()
      await use(product)
      await product.remove()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ product }, use) => use(product.url),

  ownProduct: async ({}, use, info) => {
    const product = await Product.start()
    await use(product)
    await product.remove()
    if (info.status !== info.expectedStatus) await info.attach('server', { body: product.output })
  },

  expectedErrors: async ({}, use) => use([]),

  context: async ({ context, expectedErrors }, use) => {
    const errors: string[] = []
    const note = (error: string): void => void errors.push(error)
    context.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => note(`page: ${error.error().stack ?? error.error().message}`))
    await use(context)
    const unexpected = errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))
    expect(unexpected, 'errors in the browser').toEqual([])
  },

  signedIn: async ({ context, product }, use) => {
    await signIn(context, product)
    await use(await context.newPage())
  },
})

/** Gives the context a login without the form, which has a test of its own. */
export async function signIn(context: BrowserContext, product: Product): Promise<void> {
  const answer = await context.request.post(`${product.url}/session`, {
    data: { name: userName, password },
    headers: { origin: product.url },
  })
  expect(answer.status(), await answer.text()).toBe(200)
}

export { expect }
