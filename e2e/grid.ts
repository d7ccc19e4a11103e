/** The rows of Confirm as a person works with them: by the words, roles and keys of the grid. */
import { expect, type Locator, type Page } from '@playwright/test'

/** Where the grid's active cell is: the row as a spreadsheet counts it, and the column's header. */
export interface ActiveCell {
  row: string
  column: string
  text: string
}

export class Grid {
  readonly page: Page
  readonly root: Locator
  /** The active cell in full, with what would mend it. */
  readonly panel: Locator
  constructor(page: Page) {
    this.page = page
    this.root = page.getByRole('grid', { name: 'Rows of the file' })
    this.panel = page.getByRole('region', { name: 'Cell', exact: true })
  }

  /** On Confirm: from the summary to the rows. */
  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: /^Rows/ }).click()
    await expect(this.root).toBeVisible()
  }

  /** All rows are checked, and so many of them would fail. */
  async toFix(count: number): Promise<void> {
    const words = count === 0 ? 'Nothing to fix' : `${count.toLocaleString('en')} to fix`
    await expect(this.page.getByText(words, { exact: true }).first()).toBeVisible()
    await expect(this.page.getByText('Checking…')).toBeHidden()
  }

  async leftOut(count: number): Promise<void> {
    await expect(this.page.getByText(`${count.toLocaleString('en')} left out`, { exact: true })).toBeVisible()
  }

  async shows(rows: string): Promise<void> {
    await expect(this.page.getByRole('tabpanel').getByText(rows, { exact: true }).first()).toBeVisible()
  }

  /** The cell that a screen reader would read. */
  async active(): Promise<ActiveCell> {
    return this.root.evaluate((grid) => {
      const id = grid.getAttribute('aria-activedescendant')
      const cell = id === null ? null : document.getElementById(id)
      const row = cell?.closest('[role=row]')?.querySelector('[role=rowheader]')
      const head = grid.querySelector(
        `[role=columnheader][aria-colindex="${cell?.getAttribute('aria-colindex')}"]`,
      )
      const text = (from: Element | null | undefined, part: string): string =>
        (from?.querySelector(part) ?? from)?.textContent.trim() ?? ''
      return { row: text(row, 'span.truncate'), column: text(head, 'bdi'), text: text(cell, ':scope') }
    })
  }

  async at(row: number, column: string): Promise<void> {
    const place = { row: row.toLocaleString('en'), column }
    await expect.poll(() => this.active(), { message: 'the active cell' }).toMatchObject(place)
  }

  /** By keys, the grid having the focus. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Over the active cell; Enter takes it in. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }

  async nextProblem(row: number, column: string): Promise<void> {
    await this.press('F8')
    await this.at(row, column)
  }

  async goTo(row: number): Promise<void> {
    const field = this.page.getByLabel('Go to row')
    await field.fill(String(row))
    await field.press('Enter')
    await expect.poll(async () => (await this.active()).row).toBe(row.toLocaleString('en'))
    await this.root.focus()
  }

  /** From the first row to the last, as with the scrollbar, seeing all of them on the way. */
  async scrollThrough(): Promise<void> {
    const scroller = this.root.locator('xpath=../../..')
    const end = await scroller.evaluate((element) => element.scrollHeight)
    for (let top = 0; top <= end; top += 4_000) {
      await scroller.evaluate((element, to) => element.scrollTo({ top: to }), top)
      await expect(this.root.locator('[role=row][aria-busy]')).toHaveCount(0)
    }
  }

  /** A row that is drawn, by its number. */
  row(number: number): Locator {
    const include = this.page.getByRole('checkbox', {
      name: `Include row ${number.toLocaleString('en')}`,
      exact: true,
    })
    return this.root.getByRole('row').filter({ has: include })
  }

  /** Numbers of the rows that are drawn, from the top. */
  async rows(): Promise<string[]> {
    const rows = this.root.getByRole('row')
    return rows.evaluateAll((all) =>
      all
        .map((row) => [Number(row.ariaRowIndex ?? row.getAttribute('aria-rowindex')), row] as const)
        .sort(([a], [b]) => a - b)
        .flatMap(([, row]) => row.querySelector('[role=rowheader] span.truncate')?.textContent.trim() ?? []),
    )
  }

  /** By a part of its words. */
  async filter(name: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: /^Filter (?!again)/ }).click()
    await this.page.getByRole('option', { name }).click()
  }

  async search(text: string): Promise<void> {
    await this.page.getByLabel('Search all cells').fill(text)
  }

  /** Text of the file as the user left it. */
  async download(): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Download edited file' }).click(),
    ])
    const parts: Buffer[] = []
    for await (const part of await download.createReadStream()) parts.push(part as Buffer)
    return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) }
  }
}
