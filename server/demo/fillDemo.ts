/** Fills an org unit so that everything can be tried: imports with slips and conflicts, edits, a merge, an undo, segments. */
import type { Lead } from '#shared/api/leads'
import { crmExport, signUps, tradeFair, webinar, wrongList } from './demoFiles.ts'
import { DemoClient, type Ask } from './demoClient.ts'
import { people, type Person } from './demoPeople.ts'

const fields = [
  { name: 'Interest', description: 'What somebody asked about at the fair.' },
  { name: 'Budget', description: 'In thousand euros, as they said.' },
  { name: 'Tier', description: 'From the CRM: gold or standard.' },
  { name: 'utm_campaign', description: 'Where somebody first heard of us.' },
  { name: 'Fax', description: '' },
]

/**
 * `client` acts for a user of the org unit. `count`: how many people there are. What was filled before is left as it is,
 * whatever became of it: answers whether there was something to do.
 */
export async function fillDemo(client: DemoClient, ask: Ask, count = 2_000): Promise<boolean> {
  // the last ones are on no list but the wrong one
  const all = people(Math.round(1.05 * count))
  const part = (from: number, to: number): Person[] => all.slice(from * count, to * count)
  const last = webinar(part(0.1, 0.115))
  const { jobs } = await client.call('listJobs', { query: { limit: 100 } })
  const known = new Set(jobs.map(({ file_name }) => file_name))
  if (known.has(last.name)) return false

  await defineFields(client)
  const files = [
    tradeFair(part(0, 0.6)),
    crmExport(part(0.25, 1)),
    signUps(part(0.1, 0.5)),
    wrongList(part(0.9, 1.05)),
  ]
  for (const file of files.filter(({ name }) => !known.has(name))) {
    const job = await (file.by === 'script' ? await asScript(client, ask) : client).importFile(file)
    // two of them were changed since, so that the undo has something to keep
    if (file.name === wrongList([]).name) await changeThenUndo(client, job.job_id, part(0.9, 1.05))
  }
  await workOnLeads(client, all)
  await makeSegments(client)
  await client.importFile(last)
  return true
}

async function defineFields(client: DemoClient): Promise<void> {
  const known = new Set((await client.call('listFields')).fields.map(({ name }) => name))
  for (const body of fields.filter(({ name }) => !known.has(name))) await client.call('createField', { body })
  const params = { fieldName: 'utm_campaign' }
  await client.call('updateField', { params, body: { label: 'Campaign' } })
  await client.call('updateField', { params: { fieldName: 'Fax' }, body: { archived: true } })
}

/** A key of its own, so that the history says which script it was. */
async function asScript(client: DemoClient, ask: Ask): Promise<DemoClient> {
  const { key, secret } = await client.call('createApiKey', { body: { name: 'Nightly newsletter sync' } })
  const credential = Buffer.from(`${key.key_id}:${secret}`).toString('base64')
  return new DemoClient(ask, { authorization: `Basic ${credential}` })
}

async function changeThenUndo(client: DemoClient, jobId: string, listed: readonly Person[]): Promise<void> {
  for (const person of listed.slice(0, 2)) {
    await edit(client, person, { company: `${person.company} Group` })
  }
  await client.call('undoImport', { params: { jobId } })
  await client.jobOnce(jobId, ({ status }) => status === 'undone')
}

async function workOnLeads(client: DemoClient, all: readonly Person[]): Promise<void> {
  const [first, second, third, ...others] = all.filter((_, n) => n % 7 === 2)
  if (!first || !second || !third) return
  await edit(client, first, { title: 'CEO', Budget: '120' })
  await edit(client, second, { industry: null, Interest: 'Training' })
  const lead = await find(client, third)
  if (lead) {
    const body = { kind: 'email', value: third.email.replace('@', '@mail.') }
    await client.call('addIdentifier', { params: { leadId: lead.lead_id }, body })
  }
  const [into, from, ...gone] = await Promise.all(others.slice(0, 5).map((person) => find(client, person)))
  if (into && from) {
    const body = { into: into.lead_id, from: from.lead_id }
    await client.call('mergeLeads', { body })
  }
  const ids = gone.flatMap((found) => (found ? [found.lead_id] : []))
  if (ids.length > 0) await client.call('deleteLeads', { body: { lead_ids: ids } })
}

async function edit(
  client: DemoClient,
  person: Person,
  profile: Record<string, string | null>,
): Promise<void> {
  const lead = await find(client, person)
  if (lead) await client.call('updateLead', { params: { leadId: lead.lead_id }, body: { profile } })
}

async function find(client: DemoClient, { email }: Person): Promise<Lead | undefined> {
  const { leads } = await client.call('searchLeads', { body: { search: email, limit: 1 } })
  return leads[0]
}

async function makeSegments(client: DemoClient): Promise<void> {
  const known = new Set((await client.call('listSegments')).segments.map(({ name }) => name))
  const { jobs } = await client.call('listJobs', { query: { limit: 100 } })
  const fair = jobs.find(({ file_name }) => file_name === tradeFair([]).name)
  const segments = [
    {
      name: 'Gold customers in Germany',
      description: 'For the personal letter before Christmas.',
      conditions: [
        { of: 'field', field: 'Tier', is: 'one_of', values: ['gold'] },
        { of: 'field', field: 'country', is: 'one_of', values: ['Germany'] },
      ],
    },
    {
      name: 'To be called: asked for prices',
      description: 'Has a phone number and asked about pricing.',
      conditions: [
        { of: 'field', field: 'Interest', is: 'one_of', values: ['Pricing'] },
        { of: 'identifier', kind: 'phone', is: 'there' },
      ],
    },
    {
      name: 'Without a company',
      description: '',
      conditions: [{ of: 'field', field: 'company', is: 'empty' }],
    },
    ...(fair
      ? [
          {
            name: 'New from the trade fair',
            description: '',
            conditions: [{ of: 'import', job_id: fair.job_id, outcome: 'created' }],
          },
        ]
      : []),
  ]
  for (const { conditions, ...named } of segments.filter(({ name }) => !known.has(name))) {
    await client.call('createSegment', { body: { ...named, filter: { conditions } } })
  }
}
