/**
 * 100,000 rows (10 columns, 10 MB, 3 % bad, 5 % duplicates) through the wizard with a reload in mid-upload, then once more:
 * leads, counts and row issues are the naive model's both times.
 */
import { generate, generatedMapping, generateTo, type GeneratedFile } from '../model/generate.ts'
import { NaiveLeads } from '../model/naiveImport.ts'
import { countsOf, issueLines, leadLines } from '../model/outcome.ts'
import { allIssues, allLeads, jobOf } from '../leadBase.ts'
import { expect, signIn, test } from '../test.ts'
import { Wizard } from '../wizard.ts'

test('100,000 rows, a reload in mid-upload, and the same file again', async ({
  context,
  ownProduct: product,
}, info) => {
  test.setTimeout(420_000)
  const file: GeneratedFile = { rows: 100_000, seed: 100 }
  const text = [...generate(file)].join('')
  const model = new NaiveLeads()
  await signIn(context, product)
  const wizard = new Wizard(await context.newPage(), product)
  for (const name of ['first.csv', 'again.csv']) {
    const path = info.outputPath(name)
    await generateTo(path, file)
    const expected = model.import(text, generatedMapping)
    await wizard.open()
    await wizard.toConfirmGenerated(path)
    await wizard.start()
    await expect
      .poll(async () => (await jobOf(product, name).catch(() => null))?.next_batch ?? 0, { intervals: [50] })
      .toBeGreaterThanOrEqual(5)
    expect((await jobOf(product, name)).status, 'the reload comes in mid-upload').toBe('in_progress')
    await wizard.page.reload()
    await wizard.completed(120_000)

    const job = await jobOf(product, name)
    expect(job.status).toBe('completed')
    expect(countsOf(job)).toEqual(countsOf(expected))
    const leads = await allLeads(product)
    expect(leadLines(leads)).toEqual(leadLines(model.all))
    const primaries = new Map(leads.map((l) => [l.lead_id, l.identifiers.find((i) => i.primary)!.value]))
    const issues = await allIssues(product, job.job_id)
    expect(issueLines(issues, (id) => primaries.get(id) ?? id)).toEqual(issueLines(expected.issues))
  }
})
