/**
 * Server and browser killed with -9 at random moments of an upload, again and again: the import ends in the leads and
 * counts of an undisturbed one. The moments come from a seed, so that a failure names what to run again.
 */
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandOf, family } from '../bench/memory.ts'
import { chromiumArgs, provideChromium } from '../chromium.ts'
import { allLeads, jobOf } from '../leadBase.ts'
import { generate, generatedMapping, generateTo, type GeneratedFile } from '../model/generate.ts'
import { NaiveLeads } from '../model/naiveImport.ts'
import { countsOf, leadLines } from '../model/outcome.ts'
import { Random } from '../model/random.ts'
import { Product } from '../product.ts'
import { signIn } from '../test.ts'
import { Wizard } from '../wizard.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A browser whose profile outlives it. */
class CrashingBrowser {
  readonly #profile = mkdtempSync(path.join(tmpdir(), 'lead-import-profile-'))
  #context: BrowserContext | null = null

  async open(product: Product): Promise<Page> {
    this.#context ??= await chromium.launchPersistentContext(this.#profile, {
      executablePath: provideChromium(console.error),
      args: [...chromiumArgs],
    })
    await signIn(this.#context, product)
    const page = await this.#context.newPage()
    await page.goto(product.url)
    return page
  }

  async kill(): Promise<void> {
    const context = this.#context!
    this.#context = null
    const ended = new Promise((resolve) => context.once('close', resolve))
    const pids = family(process.pid).filter((pid) => commandOf(pid).includes(this.#profile))
    expect(pids.length, 'processes of the browser').toBeGreaterThan(0)
    for (const pid of pids.reverse()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It went down with another of them.
      }
    }
    await ended
  }

  async remove(): Promise<void> {
    await this.#context?.close()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

const isOver = async (product: Product): Promise<boolean> =>
  (await jobOf(product, 'list.csv')).status !== 'in_progress'

for (const victim of ['server', 'database', 'browser'] as const)
  for (const seed of [1, 2, 3])
    test(`the ${victim} killed at random moments, seed ${seed}`, async ({}, info) => {
      const random = new Random(seed)
      const file: GeneratedFile = { rows: 60_000, seed }
      const list = info.outputPath('list.csv')
      await generateTo(list, file)
      const product = await Product.start()
      const browser = new CrashingBrowser()
      try {
        const wizard = new Wizard(await browser.open(product), product)
        await wizard.open()
        await wizard.toConfirmGenerated(list)
        await wizard.start()
        await expect
          .poll(async () => (await jobOf(product, 'list.csv').catch(() => null)) !== null)
          .toBe(true)
        let kills = 0
        for (; kills < 6 && !(await isOver(product)); kills++) {
          await pause(50 + random.below(700))
          if (victim === 'database') {
            product.killDatabase()
            await expect
              .poll(
                () =>
                  product.get('/leads?limit=1').then(
                    () => true,
                    () => false,
                  ),
                { timeout: 30_000 },
              )
              .toBe(true)
          } else if (victim === 'server') {
            await product.kill()
            await pause(random.below(500))
            await product.start()
          } else {
            await browser.kill()
            await browser.open(product)
          }
        }
        expect(kills, 'kills before the import was over').toBeGreaterThan(1)
        await expect.poll(() => isOver(product), { timeout: 90_000, intervals: [250] }).toBe(true)

        const model = new NaiveLeads()
        const expected = model.import([...generate(file)].join(''), generatedMapping)
        const job = await jobOf(product, 'list.csv')
        expect(job.status).toBe('completed')
        expect(countsOf(job)).toEqual(countsOf(expected))
        expect(leadLines(await allLeads(product))).toEqual(leadLines(model.all))
      } finally {
        await browser.remove()
        await product.remove()
      }
    })
