import { expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { profileField } from './field.fixture.ts'
import { fieldStore, standard } from './fieldNames.ts'

const utm = profileField('utm_src', { label: 'Campaign source' })
const fax = profileField('fax', { archived_at: '2026-11-01T00:00:00.000Z' })
const all = [...standard, utm, fax]

/** A store whose server gives these answers, in this order. */
function storeThat(...answers: unknown[]) {
  const asked: unknown[][] = []
  const ask = ((...question: unknown[]) => {
    asked.push(question)
    const answer = answers.shift()
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
  }) as typeof call
  return { ...fieldStore(ask), asked }
}
const labels = (store: ReturnType<typeof storeThat>) => store.fields.value.map(({ label }) => label).slice(6)

test('standard fields have their labels before anything is loaded', () => {
  const store = storeThat()
  expect(store.fields.value.map(({ name }) => name)).toContain('first_name')
  expect(store.labelOf('First_Name')).toBe('First name')
  expect(store.labelOf('utm_src')).toBe('utm_src')
  expect(store.asked).toEqual([])
})

test('custom fields are called by their labels, archived and unknown ones too', async () => {
  const store = storeThat({ fields: all })
  await store.load()
  expect(['utm_src', 'fax', 'gone', 'constructor'].map(store.labelOf)).toEqual([
    'Campaign source',
    'fax',
    'gone',
    'constructor',
  ])
  expect(store.offered.value).toEqual([...standard, utm])
})

test('several pages that load ask once; reload asks again', async () => {
  const store = storeThat({ fields: all }, { fields: [...standard] })
  await Promise.all([store.load(), store.load()])
  await store.load()
  expect(store.asked).toEqual([['listFields']])
  await store.reload()
  expect(labels(store)).toEqual([])
})

test('after a failure the next one asks again', async () => {
  const store = storeThat(new Problem('database_unavailable', 'Not now.'), { fields: all })
  await store.load()
  expect(store.loaded.value).toMatchObject({ state: 'failed' })
  await store.load()
  expect(labels(store)).toEqual(['Campaign source', 'fax'])
})

test('another org unit has nothing of these', async () => {
  const store = storeThat({ fields: all }, { fields: [...standard, profileField('theirs')] })
  await store.load()
  store.forget()
  expect(store.labelOf('utm_src')).toBe('utm_src')
  await store.load()
  expect(labels(store)).toEqual(['theirs'])
})

test('what is made or changed is in its place at once', async () => {
  const zone = profileField('zone')
  const store = storeThat({ fields: all }, zone, { ...utm, archived_at: fax.archived_at }, {
    ...zone,
    label: 'area',
  }) // prettier-ignore
  await store.load()
  expect(await store.create({ name: 'zone' })).toEqual(zone)
  expect(labels(store)).toEqual(['Campaign source', 'zone', 'fax'])
  await store.change('utm_src', { archived: true })
  await store.change('zone', { label: 'area' })
  expect(labels(store)).toEqual(['area', 'Campaign source', 'fax'])
  expect(store.asked.slice(1)).toEqual([
    ['createField', { body: { name: 'zone' } }],
    ['updateField', { params: { fieldName: 'utm_src' }, body: { archived: true } }],
    ['updateField', { params: { fieldName: 'zone' }, body: { label: 'area' } }],
  ])
})

test('a refused change is thrown and changes nothing', async () => {
  const store = storeThat({ fields: all }, new Problem('field_exists', 'Taken.'))
  await store.load()
  await expect(store.create({ name: 'fax' })).rejects.toThrow('Taken.')
  expect(labels(store)).toEqual(['Campaign source', 'fax'])
})
