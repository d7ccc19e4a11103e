/** The rows on Confirm: problems are found, mended, left out and taken back, and what is imported is what was seen. */
import { NaiveLeads } from './model/naiveImport.ts'
import { countsOf, leadLines } from './model/outcome.ts'
import { Grid } from './grid.ts'
import { allLeads, jobOf } from './leadBase.ts'
import { expect, signIn, test } from './test.ts'
import { Wizard } from './wizard.ts'

const ROWS = 4_200
const headers = ['Email', 'First Name', 'Company', 'External ID']
type Row = [email: string, name: string, company: string, id: string]
/** As a spreadsheet counts. */
const at = (row: number): number => row - 2

/** Rows whose address has one @ too many, and rows that hold NULL where an id should be. */
const doubled = Array.from({ length: 40 }, (_, n) => 100 + 97 * n)
const nulls = [20, 21, 1500, 2500, 3900, 4001]

function messyRows(): Row[] {
  const rows = Array.from({ length: ROWS }, (_, n): Row => [`p${n}@grid.example`, `First ${n}`, `Company ${n}`, `grid-${n}`]) // prettier-ignore
  const set = (row: number, column: number, value: string): void => void (rows[at(row)]![column] = value)
  set(5, 0, 'bob.grid.example')
  set(9, 0, 'dora(at)grid.example')
  for (const row of doubled) set(row, 0, `p${at(row)}@@grid.example`)
  for (const row of nulls) set(row, 3, 'NULL')
  set(3000, 0, '')
  set(3333, 2, 'Zebra, Ltd')
  set(3500, 0, 'nonsense')
  rows[at(3800)] = ['p10@grid.example', '', '', '']
  return rows
}

/** What the user makes of them; row 3000 is left out. */
function editedRows(): Row[] {
  const rows = messyRows()
  const set = (row: number, column: number, value: string): void => void (rows[at(row)]![column] = value)
  set(5, 0, 'bob@grid.example')
  set(9, 0, 'dora@grid.example')
  for (const row of doubled) set(row, 0, `p${at(row)}@grid.example`)
  for (const row of nulls) set(row, 3, '')
  return rows.filter((_, n) => n !== at(3000))
}

const quoted = (cell: string): string => (cell.includes(',') ? `"${cell}"` : cell)
const lines = (rows: readonly string[][]): string =>
  [headers, ...rows].map((row) => row.map(quoted).join(',')).join('\n')
const csv = (name: string, text: string | Buffer) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

test('what is mended is imported, left-out rows are not, and the edited file changes nothing any more', async ({
  context,
  ownProduct: product,
}) => {
  test.setTimeout(120_000)
  await signIn(context, product)
  const page = await context.newPage()
  const wizard = new Wizard(page, product)
  const grid = new Grid(page)
  await wizard.open()
  await wizard.toConfirm(csv('messy.csv', lines(messyRows())))
  await grid.open()
  await grid.toFix(44)

  await grid.root.focus()
  await grid.nextProblem(5, 'Email')
  await grid.type('bob@grid.example')
  await grid.toFix(43)
  await grid.nextProblem(9, 'Email')
  await expect(grid.panel).toContainText('Invalid email format')
  await grid.panel.getByRole('button', { name: 'Use dora@grid.example' }).click()
  await grid.toFix(42)
  await expect(grid.row(9)).toContainText('dora@grid.example')

  await grid.nextProblem(20, 'External ID')
  await grid.press('Delete')
  await grid.panel.getByRole('button', { name: 'Apply to all 5 equal values' }).click()
  await grid.goTo(4001)
  await expect(grid.row(4001)).toContainText('Company 3999')
  await expect(grid.row(4001)).not.toContainText('NULL')

  await grid.filter(/Invalid email format in “\u2068Email\u2069”/)
  await page.getByRole('button', { name: 'Fix all: 40 of 41 have a proposal' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveCount(8)
  await dialog.getByRole('button', { name: 'Fix 40 rows' }).click()
  await grid.toFix(2)

  await grid.filter(/^All rows/)
  await grid.goTo(3000)
  await grid.press('Home', 'ArrowLeft', 'Space')
  await grid.leftOut(1)
  await grid.toFix(1)
  await grid.press('Control+z')
  await grid.toFix(2)
  await grid.press('Control+y')
  await grid.leftOut(1)

  await page.reload()
  await expect(grid.root).toBeVisible()
  await grid.leftOut(1)
  await grid.toFix(1)
  await grid.goTo(5)
  await expect(grid.row(5)).toContainText('bob@grid.example')

  const { name, bytes } = await grid.download()
  expect(name).toBe('messy-edited.csv')
  expect(bytes.toString('utf8').replace(/^\ufeff/, '').replaceAll('\r\n', '\n').trimEnd()).toBe(lines(editedRows())) // prettier-ignore

  await wizard.start()
  await wizard.completed()
  const job = await jobOf(product, 'messy.csv')
  const model = new NaiveLeads()
  const expected = model.import(lines(editedRows()), job.mapping)
  expect(countsOf(job)).toEqual({ ...countsOf(expected), total: ROWS })
  expect(job.skipped_count).toBe(1)
  expect(leadLines(await allLeads(product))).toEqual(leadLines(model.all))
  const report = await context.request.get(`${product.url}/leads/import/jobs/${job.job_id}/errors.csv`)
  const failed = (await report.text()).replace(/^\ufeff/, '').trimEnd().split(/\r?\n/) // prettier-ignore
  expect(failed).toHaveLength(2)
  expect(failed[1]).toMatch(/^nonsense,First 3498,Company 3498,grid-3498,3500,invalid_email,/)

  await wizard.open()
  await wizard.toConfirm(csv(name, bytes))
  await expect(page.getByText('All rows tried')).toBeVisible({ timeout: 30_000 })
  const shows = (label: string, count: number) =>
    expect(page.getByRole('group', { name: label, exact: true })).toContainText(count.toLocaleString('en'))
  await shows('To create', 0)
  await shows('To update', 0)
  await shows('Unchanged', ROWS - 2)
  await shows('Will fail', 1)
})

test('duplicates stand side by side, and a search looks into every cell', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  const grid = new Grid(page)
  const rows = messyRows().slice(0, 1_000)
  rows[at(700)]![0] = 'P1@grid.example'
  rows[at(800)]![0] = 'p10@grid.example'
  rows[at(900)]![0] = 'p10@grid.example'
  rows[at(950)]![2] = 'ZEBRA Holding'
  rows[at(951)]![1] = 'Zebra'
  await wizard.open()
  await wizard.toConfirm(csv('twins.csv', lines(rows)))
  await grid.open()
  await grid.filter(/^Duplicates/)
  await grid.shows('5 of 1,000 rows')
  expect(await grid.rows()).toEqual(['3', '700', '12', '800', '900'])
  await grid.filter(/^All rows/)
  await grid.search('zebra')
  await grid.shows('2 of 1,000 rows')
  expect(await grid.rows()).toEqual(['950', '951'])
  await grid.search('okapi')
  await expect(page.getByText('No row has “\u2068okapi\u2069”')).toBeVisible()
  expect(decodeURIComponent(page.url())).not.toContain('okapi')
  await page.getByRole('tab', { name: /^Summary/ }).click()
  await page.goBack()
  await expect(page.getByText('No row has “\u2068okapi\u2069”')).toBeVisible()
  await page.getByRole('button', { name: 'Clear search' }).click()
  await grid.shows('1,000 rows')
  await expect(grid.root).toBeFocused()
})

test('what is typed goes to its row, however far away that is by then, and before it has come', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  const grid = new Grid(page)
  await wizard.open()
  await wizard.toConfirm(csv('far.csv', lines(messyRows())))
  await grid.open()
  await grid.toFix(44)
  await grid.goTo(5)
  await page.keyboard.type('bob@grid.example')
  await grid.scrollThrough()
  await grid.root.getByRole('gridcell').last().click()
  await grid.toFix(43)
  await grid.press('Control+Home')
  await expect(grid.row(5)).toContainText('bob@grid.example')

  await grid.filter(/^All problems/)
  await grid.filter(/^All rows/)
  await grid.root.focus()
  await grid.press('Control+End')
  await page.keyboard.type('late')
  await expect(page.getByRole('textbox', { name: 'External ID, row 4,201' })).toHaveValue('late')
})

test('the focus goes on in the grid where a button has done its work and is gone', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  const grid = new Grid(page)
  const button = (name: string) => page.getByRole('button', { name })
  await wizard.open()
  await wizard.toConfirm(csv('focus.csv', lines(messyRows().slice(0, 1_000))))
  await grid.open()
  await grid.toFix(12)
  await grid.goTo(20)
  await grid.press('End', 'Delete')
  await button('Keep the other values').click()
  await expect(grid.root).toBeFocused()
  await grid.filter(/Invalid email format/)
  await button('Leave out all 12 rows').press('Enter')
  await expect(page.getByText(/Invalid email format in .+: none left\./)).toBeVisible()
  await expect(grid.root).toBeFocused()
  await button('Filter again').press('Enter')
  await expect(page.getByRole('group', { name: 'No such problem left' })).toBeFocused()
  await button('Show all rows').press('Enter')
  await grid.shows('1,000 rows')
  await expect(grid.root).toBeFocused()
})

test('rows are checked and found anew where the mapping is changed in another tab', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  const grid = new Grid(page)
  await wizard.open()
  await wizard.toConfirm(csv('tabs.csv', 'Email,Phone\na@tabs.example,030 12\nb@tabs.example,030 13'))
  await grid.open()
  await grid.filter(/Invalid phone number/)
  await grid.shows('2 rows')

  const other = await page.context().newPage()
  await other.goto(page.url())
  await new Wizard(other, product).at('Confirm')
  await other.getByRole('button', { name: 'Back' }).click()
  await other.getByRole('button', { name: 'Lead field for Phone' }).click()
  await other.getByRole('combobox', { name: 'Search fields' }).fill('Skip')
  await other.getByRole('option', { name: /^Skip/ }).click()

  await expect(page.getByText('No such problem left')).toBeVisible()
  await page.getByRole('button', { name: 'Show all rows' }).click()
  await expect(grid.root.getByRole('columnheader', { name: 'Phone Skip' })).toBeVisible()
  await grid.toFix(0)
})

test('from Confirm to Start by keyboard alone', async ({ signedIn: page, product }) => {
  const wizard = new Wizard(page, product)
  const grid = new Grid(page)
  const rows = messyRows().slice(0, 3_400)
  await wizard.open()
  await wizard.toConfirm(csv('keys.csv', lines(rows)))
  const tabTo = async (what: ReturnType<typeof page.locator>): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      if (await what.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not lead to ${String(what)}.`)
  }
  await tabTo(page.getByRole('tab', { name: /^Summary/ }))
  await grid.press('ArrowRight', 'Enter')
  await expect(grid.root).toBeVisible()
  await tabTo(grid.root)
  await grid.at(2, 'Email')
  await grid.press('Control+End')
  await grid.at(3_401, 'External ID')
  await grid.press('PageUp', 'Home')
  expect((await grid.active()).row).not.toBe('3,401')
  await grid.press('Control+Home')
  await grid.at(2, 'Email')

  await grid.nextProblem(5, 'Email')
  await grid.press('F2')
  await page.keyboard.type(' and more')
  await grid.press('Escape')
  await grid.at(5, 'Email')
  expect((await grid.active()).text).toContain('bob.grid.example')
  await grid.type('bob@grid.example')
  await grid.at(6, 'Email')
  await grid.nextProblem(9, 'Email')
  await grid.press('Shift+F8')
  await expect(page.getByText('No problem above this cell.').first()).toBeVisible()
  await grid.press('Enter')
  await page.keyboard.type('x')
  await grid.press('Tab')
  await grid.at(9, 'First Name')
  await grid.press('Control+z', 'Control+Home', 'ArrowLeft', 'Space')
  await grid.leftOut(1)
  await grid.press('Control+z')
  await expect(page.getByText('1 left out', { exact: true })).toBeHidden()
  await tabTo(page.getByRole('button', { name: 'Start Import' }))
  await page.keyboard.press('Enter')
  await wizard.completed()
  const job = await jobOf(product, 'keys.csv')
  const model = new NaiveLeads()
  rows[at(5)]![0] = 'bob@grid.example'
  expect(countsOf(job)).toEqual(countsOf(model.import(lines(rows), job.mapping)))
})
