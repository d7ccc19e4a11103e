/** The history: imports found, looked through, mended, made again with the same mapping, and undone. */
import { clean, fits } from './accessible.ts'
import { allLeads } from './leadBase.ts'
import { Script } from './script.ts'
import { expect, test } from './test.ts'
import { Wizard } from './wizard.ts'

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

async function importByScript(script: Script, name: string, text: string): Promise<string> {
  const { file_id } = await script.preview(name, text)
  const { job_id } = await script.start({
    file_id,
    primary_identifier: { column: 'Email', kind: 'email' },
    field_mappings: { Company: 'industry' },
    alias_mappings: { Phone: '_alias_phone' },
  })
  await expect.poll(async () => (await script.job(job_id)).status).toBe('completed')
  return job_id
}

test('an import is found, its errors are mended with its mapping, and it is undone as it was foretold', async ({
  signedIn: page,
  product,
}) => {
  const script = new Script(product)
  const wizard = new Wizard(page, product)
  const dialog = page.getByRole('dialog')
  await importByScript(
    script,
    'history base.csv',
    'Email,Company,Phone\nb1@history.example,Acme,+4930111111\n',
  )
  const jobId = await importByScript(
    script,
    'history fair.csv',
    'Email,Company,Phone\nb1@history.example,Globex,\nn1@history.example,Initech,+4930111111\nn2@history.example,Hooli,\nbad,Umbrella,\n',
  )

  const searched: string[] = []
  page.on('request', (request) => request.url().includes('search=') && searched.push(request.url()))
  await page.goto(`${product.url}/app/imports`)
  await page.getByRole('searchbox', { name: 'Search imports' }).fill('HISTORY ')
  const rows = page.getByRole('table', { name: 'Imports' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  await page.getByLabel('Source').selectOption('Import wizard')
  await expect(page.getByText('No import fits')).toBeVisible()
  expect(page.url()).toMatch(/\/app\/imports\?source=wizard$/)
  await page.getByRole('button', { name: 'Show all imports' }).click()
  const search = page.getByRole('searchbox', { name: 'Search imports' })
  await expect(search).toBeFocused()
  await search.fill('HISTORY ')
  await page.getByLabel('Source').selectOption('API')
  await expect(page).toHaveURL(/source=api$/)
  await page.reload()
  await expect(rows).toHaveCount(3)
  // names of files and people are in no address
  expect(searched).toEqual([])
  await page.getByRole('link', { name: 'history fair.csv', exact: true }).click()

  // who claims whose identifier, and both side by side
  await page.getByRole('button', { name: /Alias belongs to another lead/ }).click()
  const conflict = page.getByRole('listitem').filter({ hasText: '+4930111111' }).last()
  await expect(conflict.getByRole('link', { name: 'n1@history.example' })).toBeVisible()
  await expect(conflict.getByRole('link', { name: 'b1@history.example' })).toBeVisible()
  await expect(conflict.getByRole('link', { name: /Compare/ })).toHaveAttribute(
    'href',
    /\/app\/leads\/compare\?a=[\w-]{36}&b=[\w-]{36}$/,
  )
  await conflict.getByRole('link', { name: /Compare/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Compare/ })).toBeVisible()
  await page.goBack()
  await expect(conflict).toBeVisible()
  await page.setViewportSize({ width: 360, height: 800 })
  await clean(page, 'an import at 360 px')
  await fits(page, 'an import at 360 px')
  await page.setViewportSize({ width: 1280, height: 800 })

  // the mended error report knows where its columns go
  const report = await script.text(`/leads/import/jobs/${jobId}/errors.csv`)
  await page.getByRole('link', { name: 'Import Leads' }).first().click()
  await wizard.toMap(csv('history mended.csv', report.replace('bad,', 'mended@history.example,')))
  await expect(page.getByText(/As last time \(/)).toBeVisible()
  const target = page.getByRole('button', { name: 'Lead field for Company' })
  await expect(target).toContainText('Industry')
  await wizard.next()
  await wizard.at('Confirm')
  await wizard.start()
  await wizard.completed()
  await wizard.shows('Created', 1)

  // what the Results step has just brought goes again
  await page.getByRole('button', { name: 'Undo import' }).click()
  await expect(dialog.getByRole('group', { name: 'Removed' })).toContainText('1')
  await dialog.getByRole('button', { name: 'Undo import' }).click()
  await expect(page.getByText('Import undone')).toBeVisible()
  await expect(page.getByText('1 lead was removed.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Results' })).toBeFocused()

  // another file goes where the columns of that import went
  await page.goto(`${product.url}/app/imports/${jobId}`)
  await page.getByRole('link', { name: 'Import again with this mapping' }).click()
  await expect(
    page.getByText(/Choose a file: its columns go where those of “history fair.csv” went/),
  ).toBeVisible()
  await wizard.toMap(csv('history like.csv', 'Other,company,E-mail\nx,Acme,l1@history.example\n'))
  await expect(page.getByText(/As in “history fair.csv” \(/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Lead field for company' })).toContainText('Industry')

  // an undo that stopped on the way says so, and may go on
  const job = `**/leads/import/jobs/${jobId}`
  const told = await script.job(jobId)
  const stopped = {
    state: 'failed',
    by: 'admin',
    started_at: told.created_at,
    completed_at: null,
    lead_count: 3,
    done_count: 1,
    removed_count: 1,
    restored_count: 0,
    kept_count: 0,
    failure: 'Something went wrong on our side.',
  }
  await page.route(job, (route) => route.fulfill({ json: { ...told, undo: stopped, undo_until: null } }))
  await page.goto(`${product.url}/app/imports/${jobId}`)
  await expect(page.getByText('Undo failed', { exact: true })).toBeVisible()
  await expect(page.getByText('It stopped on the way. So far 1 lead was removed.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo the rest' }).click()
  await expect(dialog.getByRole('group', { name: 'Removed' })).toContainText('2')
  await page.keyboard.press('Escape')
  await clean(page, 'an undo that failed')
  await page.unroute(job)

  // a lead that somebody changed since is kept, and that is foretold
  const lead = (await allLeads(product, jobId)).find(({ identifiers }) =>
    identifiers.some(({ value }) => value === 'n2@history.example'),
  )
  await script.post(`/leads/${lead?.lead_id}`, { profile: { first_name: 'Nora' } })
  await page.goto(`${product.url}/app/imports/${jobId}`)
  await page.getByRole('button', { name: 'Undo import' }).click()
  await expect(dialog.getByRole('group', { name: 'Removed' })).toContainText('1')
  await expect(dialog.getByRole('group', { name: 'Restored' })).toContainText('1')
  await expect(dialog.getByRole('group', { name: 'Kept' })).toContainText('1')
  await expect(dialog).toContainText('The lead that it made has been changed since')
  await clean(page, 'the preview of an undo')
  await dialog.getByRole('button', { name: 'Undo import' }).click()
  const kept = page.getByRole('region', { name: 'What was kept, and why' })
  await expect(kept.getByRole('listitem').first()).toContainText('n2@history.example')
  await expect(kept).toContainText('Changed since the import made it')
  await clean(page, 'an import that was undone')
  const { undo, status } = await script.job(jobId)
  expect([status, undo?.removed_count, undo?.restored_count, undo?.kept_count]).toEqual(['undone', 1, 1, 1])
  const left = (await allLeads(product)).filter(({ identifiers }) =>
    identifiers.some(({ value }) => value.endsWith('@history.example')),
  )
  expect(left.map(({ profile }) => profile)).toEqual([
    { industry: 'Hooli', first_name: 'Nora' },
    { industry: 'Acme' },
  ])
})
