import { expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import { usePagedList, withFirstPage, type Page } from './pagedList.ts'

/** Questions that are answered by hand, in any order. */
function byHand() {
  const asked: {
    cursor: string | undefined
    shown: number
    answer: (page: Page<string>) => void
    refuse: (error: unknown) => void
  }[] = []
  const pages = usePagedList<string>(
    (cursor, shown) =>
      new Promise((resolve, reject) => {
        asked.push({ cursor, shown, answer: resolve, refuse: reject })
      }),
    (item) => item,
  )
  return { ...pages, asked }
}
const page = (items: string, next: string | null = null): Page<string> => ({ items: items.split(' '), next })
const settled = () => new Promise((resolve) => setTimeout(resolve))
const offline = new Problem('server_unreachable', 'No answer came.')

test('pages are put below each other by the cursor of the page before', async () => {
  const { list, load, more, asked } = byHand()
  void load()
  expect(list.value.state).toBe('loading')
  asked[0]!.answer(page('a b', 'b'))
  await settled()
  void more()
  expect(asked[1]!.cursor).toBe('b')
  asked[1]!.answer(page('c'))
  await settled()
  expect(list.value).toMatchObject({ state: 'shown', items: ['a', 'b', 'c'], next: null })
  void more()
  expect(asked).toHaveLength(2)
})

test('a second click on “Load more” asks nothing while the first is under way', async () => {
  const { load, more, asked } = byHand()
  void load()
  asked[0]!.answer(page('a', 'a'))
  await settled()
  void more()
  void more()
  expect(asked).toHaveLength(2)
})

test('an answer that was overtaken by another question is dropped', async () => {
  const { list, load, asked } = byHand()
  void load()
  void load()
  asked[1]!.answer(page('new'))
  await settled()
  asked[0]!.answer(page('old'))
  await settled()
  expect(list.value).toMatchObject({ items: ['new'] })
  asked[0]!.refuse(offline)
  expect(list.value.state).toBe('shown')
})

test('a page that comes after the list was changed is not put below the other list', async () => {
  const { list, load, more, asked } = byHand()
  void load()
  asked[0]!.answer(page('a', 'a'))
  await settled()
  void more()
  void load()
  asked[2]!.answer(page('x'))
  asked[1]!.answer(page('b'))
  await settled()
  expect(list.value).toMatchObject({ items: ['x'], busy: { doing: 'nothing' } })
})

test('what is shown stays, marked, until another list is there', async () => {
  const { list, load, asked } = byHand()
  void load()
  asked[0]!.answer(page('a'))
  await settled()
  void load()
  expect(list.value).toMatchObject({ items: ['a'], busy: { doing: 'reload' } })
})

test('a failed page leaves the list and is asked for again by retry', async () => {
  const { list, load, more, retry, asked } = byHand()
  void load()
  asked[0]!.answer(page('a', 'a'))
  await settled()
  void more()
  asked[1]!.refuse(offline)
  await settled()
  expect(list.value).toMatchObject({
    items: ['a'],
    busy: { doing: 'failed', what: 'more', problem: offline },
  })
  void retry()
  expect(asked[2]!.cursor).toBe('a')
})

test('a failed refresh leaves the list; retry reads its beginning again', async () => {
  const { list, load, refresh, retry, asked } = byHand()
  void load()
  asked[0]!.answer(page('a b'))
  await settled()
  void refresh()
  asked[1]!.refuse(offline)
  await settled()
  expect(list.value).toMatchObject({ items: ['a', 'b'], busy: { doing: 'failed', what: 'reload' } })
  void retry()
  expect(asked[2]).toMatchObject({ cursor: undefined, shown: 2 })
})

test('a list that could not be read at all is read again by retry', async () => {
  const { list, load, retry, asked } = byHand()
  void load()
  asked[0]!.refuse(offline)
  await settled()
  expect(list.value).toEqual({ state: 'failed', problem: offline })
  void retry()
  expect(asked).toHaveLength(2)
})

test('a bug is no refusal: its message is not shown', async () => {
  const { list, load, asked } = byHand()
  void load()
  asked[0]!.refuse(new TypeError('x is undefined'))
  await settled()
  expect(list.value).toMatchObject({ state: 'failed', problem: { code: 'internal' } })
  expect(JSON.stringify(list.value)).not.toContain('undefined')
})

test.each([
  ['news come on top, the rest stays', 'a b c d', 'd', 'n a b', 'b', 'n a b c d', 'd'],
  ['what is gone goes', 'a b c d', 'd', 'b c', 'c', 'b c d', 'd'],
  ['a short answer is all there is', 'a b c', 'c', 'a', null, 'a', null],
  ['nothing in common: the fresh page is all that is known', 'a b', 'b', 'x y', 'y', 'x y', 'y'],
  ['the same beginning and more', 'a b', null, 'a b c', 'c', 'a b c', 'c'],
])('%s', (_, shown, shownNext, fresh, freshNext, items, next) => {
  const merged = withFirstPage(page(shown, shownNext), page(fresh, freshNext), (item) => item)
  expect(merged).toEqual(page(items, next))
})
