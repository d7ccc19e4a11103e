/** The rows of Confirm in Chromium: frames while scrolling, F8 to the next problem, a fix of very many equal values. */
import { password, userName, type Product } from '../product.ts'
import { Chrome, type Tab } from './chrome.ts'
import { BROKEN_COLUMN, MENDED, type GridFile } from './gridFile.ts'
import { gridProbe, type Frames, type Jump } from './gridProbe.ts'
import { commandOf, family, MemoryWatch } from './memory.ts'

const F8 = 119
const ENTER = 13
const CONTROL = 2
/** Jumps of one measurement. */
const JUMPS = 50
const SCROLL_MS = 5_000

export interface GridRun {
  /** Confirm opened to all rows checked. */
  checkMs: number
  scrolls: { name: string; frames: Frames }[]
  /** `vain`: keys after which nothing was found for 3 s. */
  jumps: { name: string; each: Jump[]; vain: number; longestTask: number }[]
  edits: { name: string; ms: number; longestTask: number }[]
  /** Bytes of the renderer: before Confirm, with all rows checked, and at most. */
  memory: { before: number; checked: number; peak: number }
}

const says = (pattern: RegExp): string => `${pattern}.test(document.body.innerText)`
const tab = (name: string): string =>
  `[...document.querySelectorAll('[role=tab]')].find((e) => e.textContent.trim().startsWith('${name}'))`
const grid = `document.querySelector('[role=grid]')`
const button = (start: string): string =>
  `[...document.querySelectorAll('button')].find((e) => e.textContent.trim().startsWith(${JSON.stringify(start)}) && !e.disabled)`

/** So many rows are in the view. */
function shown(count: number, rows: number): string {
  const n = count.toLocaleString('en')
  const words = count === rows ? `${n} rows` : `${n} of ${rows.toLocaleString('en')} rows`
  return `[...document.querySelectorAll('[role=tabpanel] p')].some((e) => e.textContent.trim() === '${words}')`
}

export async function gridInChromium(
  executable: string,
  product: Product,
  path: string,
  file: GridFile,
): Promise<GridRun> {
  const chrome = new Chrome(executable)
  const watch = new MemoryWatch({
    renderer: () => family(chrome.pid).filter((pid) => /--type=renderer/.test(commandOf(pid))),
  })
  try {
    const page = await chrome.open(product.url, gridProbe)
    await toMap(page, product, path)
    const before = watch.peaks['renderer'] ?? 0
    const opened = performance.now()
    await page.click('Continue')
    await page.until(tab('Rows'), 60)
    await page.evaluate(`${tab('Rows')}.click()`)
    await page.until(`${grid} && document.querySelector('[role=gridcell]')`, 60)
    await focusFirst(page)
    const jumps = [await jump(page, 'F8 while the check runs')]
    await page.until(`!${says(/Checking…/)}`, 600)
    const checkMs = performance.now() - opened
    const checked = watch.peaks['renderer'] ?? 0

    const scrolls = [
      { name: 'wheel', frames: await scroll(page, (x, y) => wheel(page, x, y)) },
      { name: 'thumb dragged through the whole file', frames: await scroll(page, () => drag(page)) },
    ]
    await focusFirst(page)
    jumps.push(await jump(page, `F8 among ${(file.broken + file.missing).toLocaleString('en')} problems`))

    const edits = await bulk(page, file)
    await focusFirst(page)
    jumps.push(await jump(page, `F8 among ${file.missing} problems of the whole file`, file.missing))
    const memory = { before, checked, peak: watch.peaks['renderer'] ?? 0 }
    return { checkMs, scrolls, jumps, edits, memory }
  } finally {
    watch.stop()
    await chrome.close()
  }
}

/** From sign-in to Map Fields, with the file read. */
async function toMap(page: Tab, product: Product, path: string): Promise<void> {
  await page.until('document.readyState === "complete"', 30)
  const body = JSON.stringify(JSON.stringify({ name: userName, password }))
  await page.evaluate(
    `fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${body} }).then(r => r.text())`,
  )
  await page.go(`${product.url}/app/leads`)
  await page.click('Import Leads')
  await page.chooseFile('input[type=file]', path)
  for (const step of ['Select Identifier', 'Map Fields']) {
    await page.until(button('Continue'), 600)
    await page.click('Continue')
    await page.until(
      `[...document.querySelectorAll('h1')].some((e) => e.textContent.trim() === '${step}')`,
      60,
    )
  }
  await page.until(button('Continue'), 60)
}

async function focusFirst(page: Tab): Promise<void> {
  await page.evaluate(`${grid}.focus()`)
  await page.press('Home', 36, CONTROL)
  await page.until(`${grid}.getAttribute('aria-activedescendant')?.endsWith('-0-0')`, 10)
}

async function scroll(page: Tab, move: (x: number, y: number) => Promise<void>): Promise<Frames> {
  const { x, y } = await page.evaluate<{ x: number; y: number }>(
    `(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(${grid}.getBoundingClientRect())`,
  )
  await page.evaluate('probe.frames()')
  await move(x, y)
  return page.evaluate<Frames>('probe.endFrames()')
}

/** Steps of a wheel that is turned as fast as a hand can. */
async function wheel(page: Tab, x: number, y: number): Promise<void> {
  const end = performance.now() + SCROLL_MS
  while (performance.now() < end) {
    const next = new Promise((resolve) => setTimeout(resolve, 16))
    await Promise.all([page.wheel(x, y, 120), next])
  }
}

/** The thumb from top to end and back; a headless Chromium has none to take hold of. */
async function drag(page: Tab): Promise<void> {
  await page.evaluate(`probe.drag(${grid}.parentElement.parentElement.parentElement, ${SCROLL_MS})`)
}

async function jump(page: Tab, name: string, times = JUMPS): Promise<GridRun['jumps'][number]> {
  const each: Jump[] = []
  await page.evaluate('probe.forget()')
  let vain = 0
  while (each.length < times && vain < 20) {
    await page.evaluate('probe.awaitJump()')
    await page.press('F8', F8)
    const found = await page.evaluate<Jump | null>('probe.jumped()')
    if (found) each.push(found)
    else vain++
  }
  return { name, each, vain, longestTask: await page.evaluate<number>('probe.longestTask()') }
}

/** One broken value is mended by hand, then all that are equal; undone and done again. */
async function bulk(page: Tab, file: GridFile): Promise<GridRun['edits']> {
  const edits: GridRun['edits'] = []
  const timed = async (name: string, act: () => Promise<void>, left: number): Promise<void> => {
    await page.evaluate('probe.forget()')
    const began = performance.now()
    await act()
    const n = left.toLocaleString('en')
    const words = left === 0 ? 'none left.' : `· ${n} aliases will be left out.`
    await page.until(`document.body.innerText.includes('${words}') && !${says(/Checking…/)}`, 120)
    const ms = performance.now() - began
    edits.push({ name, ms, longestTask: await page.evaluate<number>('probe.longestTask()') })
  }
  await page.evaluate(`probe.filter('warning', 'invalid_email', ${BROKEN_COLUMN})`)
  await page.until(`document.querySelector('[role=gridcell]') && ${shown(file.broken, file.rows)}`, 60)
  // a row that is still on its way cannot be edited, and what is known about its cell comes last
  await page.until(button(`Use ${MENDED}`), 60)
  await page.evaluate(`${grid}.focus()`)
  const apply = button('Apply to all')
  await timed(
    'one cell mended and checked',
    async () => {
      await page.press('Enter', ENTER)
      await page.until(`document.activeElement.tagName === 'TEXTAREA'`, 10)
      await page.evaluate('document.activeElement.select()')
      await page.insert(MENDED)
      await page.press('Enter', ENTER)
    },
    file.broken - 1,
  )
  await page.until(apply, 60)
  const all = (file.broken - 1).toLocaleString('en')
  await timed(`${all} equal values mended and checked`, async () => void (await page.evaluate(`${apply}.click()`)), 0) // prettier-ignore
  const key = (name: string, code: number) => async (): Promise<void> => {
    await page.evaluate(`${grid}.focus()`)
    await page.press(name, code, CONTROL)
  }
  await timed(`undone and checked`, key('z', 90), file.broken - 1)
  await timed(`redone and checked`, key('y', 89), 0)
  await page.evaluate('probe.everything()')
  await page.until(`document.querySelector('[role=gridcell]') && ${shown(file.rows, file.rows)}`, 60)
  return edits
}
