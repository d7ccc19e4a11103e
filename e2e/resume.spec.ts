/** Whatever happens on the way, the import ends as an undisturbed one: in the leads, counts and errors of the model. */
import type { BrowserContext } from '@playwright/test'
import { generate, generatedMapping, generateTo, type GeneratedFile } from './model/generate.ts'
import { NaiveLeads } from './model/naiveImport.ts'
import { countsOf, leadLines } from './model/outcome.ts'
import { allLeads, jobOf } from './leadBase.ts'
import { password, userName, type Product } from './product.ts'
import { expect, signIn, test } from './test.ts'
import { Wizard } from './wizard.ts'

/** Eight batches, sent slowly: long enough to be caught in the middle. */
const file: GeneratedFile = { rows: 16_000, seed: 31 }

async function begin(context: BrowserContext, product: Product, path: string): Promise<Wizard> {
  await generateTo(path, file)
  await signIn(context, product)
  const wizard = new Wizard(await context.newPage(), product)
  await wizard.open()
  await wizard.toConfirmGenerated(path)
  return wizard
}

/** Waits until the server has applied at least `batch` batches of the import, and says whether it still runs. */
async function applied(product: Product, batch: number): Promise<void> {
  await expect
    .poll(async () => (await jobOf(product, 'list.csv').catch(() => null))?.next_batch ?? 0, {
      intervals: [10],
      timeout: 20_000,
    })
    .toBeGreaterThanOrEqual(batch)
  const job = await jobOf(product, 'list.csv')
  expect(job.status, 'the interruption must come in mid-upload').toBe('in_progress')
}

async function endsLikeTheModel(product: Product): Promise<void> {
  const model = new NaiveLeads()
  const expected = model.import([...generate(file)].join(''), generatedMapping)
  const job = await jobOf(product, 'list.csv')
  expect(job.status).toBe('completed')
  expect(countsOf(job)).toEqual(countsOf(expected))
  expect(leadLines(await allLeads(product))).toEqual(leadLines(model.all))
}

/** Holds the upload back, so that an interruption surely comes in its middle. */
async function slowly(context: BrowserContext): Promise<void> {
  await context.route('**/batches/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 150))
    await route.continue().catch(() => undefined)
  })
}

test('a reload in every step keeps the step and what was chosen', async ({
  context,
  ownProduct: product,
}, info) => {
  const path = info.outputPath('list.csv')
  await generateTo(path, file)
  await signIn(context, product)
  const wizard = new Wizard(await context.newPage(), product)
  await wizard.open()
  await wizard.choose(path)
  await expect(wizard.page.getByText('list.csv').first()).toBeVisible()
  for (const step of ['Upload', 'Select Identifier', 'Map Fields', 'Confirm'] as const) {
    await wizard.at(step)
    await wizard.page.reload()
    await wizard.at(step)
    await expect(wizard.page.getByText('list.csv').first()).toBeVisible()
    if (step === 'Map Fields') {
      await wizard.mapGenerated()
      await wizard.page.reload()
      await wizard.at(step)
    }
    if (step !== 'Confirm') await wizard.next()
  }
  await wizard.start()
  await wizard.completed()
  await wizard.page.reload()
  await wizard.completed()
  await endsLikeTheModel(product)
})

test('two reloads in mid-upload', async ({ context, ownProduct: product }, info) => {
  await slowly(context)
  const wizard = await begin(context, product, info.outputPath('list.csv'))
  await wizard.start()
  for (const batch of [2, 6]) {
    await applied(product, batch)
    await wizard.page.reload()
  }
  await wizard.completed(60_000)
  await endsLikeTheModel(product)
})

test('a tab closed in mid-upload, and a new one', async ({ context, ownProduct: product }, info) => {
  await slowly(context)
  const wizard = await begin(context, product, info.outputPath('list.csv'))
  await wizard.start()
  await applied(product, 3)
  await wizard.page.close()
  const page = await context.newPage()
  await page.goto(product.url)
  await expect
    .poll(async () => (await jobOf(product, 'list.csv')).status, { timeout: 30_000 })
    .toBe('completed')
  await endsLikeTheModel(product)
})

test('a login that expires in mid-upload', async ({ context, ownProduct: product, expectedErrors }, info) => {
  expectedErrors.push(/401/)
  await slowly(context)
  const wizard = await begin(context, product, info.outputPath('list.csv'))
  await wizard.start()
  await applied(product, 3)
  await context.clearCookies()
  const page = wizard.page
  await page.getByLabel('User name').fill(userName)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await wizard.completed(60_000)
  await endsLikeTheModel(product)
})

test('the database killed in mid-upload', async ({ context, ownProduct: product, expectedErrors }, info) => {
  expectedErrors.push(/50\d|ERR_CONNECTION|ERR_EMPTY/)
  await slowly(context)
  const wizard = await begin(context, product, info.outputPath('list.csv'))
  await wizard.start()
  await applied(product, 3)
  product.killDatabase()
  await wizard.completed(60_000)
  await endsLikeTheModel(product)
})

test('the server killed in mid-upload and started again', async ({
  context,
  ownProduct: product,
  expectedErrors,
}, info) => {
  expectedErrors.push(/50\d|ERR_CONNECTION|ERR_EMPTY/)
  await slowly(context)
  const wizard = await begin(context, product, info.outputPath('list.csv'))
  await wizard.start()
  await applied(product, 3)
  await product.kill()
  await product.start()
  await wizard.completed(60_000)
  await endsLikeTheModel(product)
})
