/** One import through the wizard in Chromium, timed from the page, with the memory of all processes watched. */
import { deepStrictEqual } from 'node:assert'
import type { ImportJob, ImportJobDetails, JobsPage } from '#shared/api/jobs'
import { generatedMapping } from '../model/generate.ts'
import { password, userName, type Product } from '../product.ts'
import { Chrome } from './chrome.ts'
import { commandOf, family, MemoryWatch } from './memory.ts'

export interface BrowserRun {
  /** File chosen to read, profiled and kept. */
  stageMs: number
  /** Start Import to completed. */
  importMs: number
  /** File chosen to completed, the clicks between included. */
  wholeMs: number
  /** Milliseconds; 0 where no task reached 50. */
  longestTask: number
  /** Longest time between two timers of the page that want to run every 10 ms. */
  longestGap: number
  peaks: { renderer: number; server: number; database: number }
  counts: ImportJob
}

/** Watches the page's own thread: tasks over 50 ms as the browser reports them, and gaps between timers. */
const observe = `
  window.longestTask = 0
  window.longestGap = 0
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.longestTask = Math.max(window.longestTask, task.duration)
  }).observe({ type: 'longtask', buffered: true })
  let before = performance.now()
  setInterval(() => {
    const now = performance.now()
    window.longestGap = Math.max(window.longestGap, now - before)
    before = now
  }, 10)`

const heading = (name: string): string =>
  `[...document.querySelectorAll('h1, h2')].some(e => e.textContent.trim() === ${JSON.stringify(name)})`
const button = (name: string): string =>
  `[...document.querySelectorAll('button')].some(e => e.textContent.trim() === ${JSON.stringify(name)} && !e.disabled && e.getAttribute('aria-disabled') !== 'true')`

/** What `generatedMapping` has beyond the wizard's guesses: titles fill what is empty, national numbers are German. */
const mapGenerated = [
  // checked already where the org unit did so last time
  `document.querySelector('input[aria-label="Fill empty only, for Job Title"]:not(:checked)')?.click()`,
  `for (const select of document.querySelectorAll('select'))
    if ([...select.options].some((option) => option.value === 'DE')) {
      select.value = 'DE'
      select.dispatchEvent(new Event('change', { bubbles: true }))
    }`,
]

export async function importInChromium(
  executable: string,
  product: Product,
  file: string,
): Promise<BrowserRun> {
  const chrome = new Chrome(executable)
  const processes = (pattern: RegExp, root: number) => (): number[] =>
    family(root).filter((pid) => pattern.test(commandOf(pid)))
  const watch = new MemoryWatch({
    renderer: processes(/--type=renderer/, chrome.pid),
    server: () => [product.pid ?? 0],
    database: processes(/postgres/, product.pid ?? 0),
  })
  try {
    const tab = await chrome.open(product.url, observe)
    await tab.until('document.readyState === "complete"', 30)
    const body = JSON.stringify(JSON.stringify({ name: userName, password }))
    await tab.evaluate(
      `fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${body} }).then(r => r.text())`,
    )
    // the field that the notes go to is there before, and the wizard takes it for the column of that name
    await tab.evaluate(
      `fetch('/leads/fields', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"notes"}' }).then(r => r.text())`,
    )
    await tab.go(`${product.url}/app/leads`)
    await tab.click('Import Leads')
    await tab.until(heading('Upload'), 30)
    await tab.evaluate('window.longestTask = window.longestGap = 0')
    const chosen = performance.now()
    await tab.chooseFile('input[type=file]', file)
    await tab.until(button('Continue'), 600)
    const staged = performance.now()
    for (const step of ['Select Identifier', 'Map Fields', 'Confirm']) {
      await tab.click('Continue')
      await tab.until(heading(step), 60)
      if (step === 'Map Fields') for (const choice of mapGenerated) await tab.evaluate(choice)
    }
    await tab.until(button('Start Import'), 600)
    const started = performance.now()
    await tab.click('Start Import')
    await tab.until(`/Import completed/.test(document.body.innerText)`, 1800)
    const completed = performance.now()
    const { longestTask, longestGap } = await tab.evaluate<{ longestTask: number; longestGap: number }>(
      '({ longestTask: window.longestTask, longestGap: window.longestGap })',
    )
    const [job] = (await product.get<JobsPage>('/leads/import/jobs?limit=1')).jobs
    if (job?.status !== 'completed') throw new Error(`The import ended ${job?.status}: ${job?.failure}`)
    const { mapping } = await product.get<ImportJobDetails>(`/leads/import/jobs/${job.job_id}`)
    deepStrictEqual(mapping, generatedMapping)
    return {
      stageMs: staged - chosen,
      importMs: completed - started,
      wholeMs: completed - chosen,
      longestTask,
      longestGap,
      peaks: watch.peaks as BrowserRun['peaks'],
      counts: job,
    }
  } finally {
    watch.stop()
    await chrome.close()
  }
}
