/** The mapping of the last import of such a file: whether it is used, and the way to drop it and to take it back. */
import { computed, shallowRef, watch, type ShallowRef } from 'vue'
import type { Mapping } from '#shared/job'
import type { CustomField } from '#shared/profile'
import type { StagedImport } from '../../importer/importer.ts'
import { formatWhen } from '../../ui/numbers.ts'
import { firstMapping } from '../choices.ts'
import type { Recalled } from './like.ts'
import type { Recall } from './recall.ts'
import { hasRead } from '../wizard.ts'

export interface LastTime {
  text: string
  /** The mapping of last time, where the present one is another. */
  take: Mapping | null
  /** The plain suggestions, where they are something else. */
  drop: Mapping | null
}

/** What is said and offered on Map Fields. `last` and `plain`: the mapping with and without what is remembered. */
export function lastTimeOf(
  recalled: Pick<Recalled, 'at' | 'by' | 'fileName'>,
  mapping: Mapping,
  last: Mapping,
  plain: Mapping,
  now?: number,
): LastTime {
  const { text } = formatWhen(recalled.at ?? '', now)
  // words begin small in a sentence, `12 Mar` stays
  const when = `(${text.charAt(0).toLowerCase()}${text.slice(1)}, by ${recalled.by ?? 'somebody'})`
  const as = recalled.fileName === undefined ? 'As last time' : `As in “${recalled.fileName}”`
  const isPlain = sameMapping(mapping, plain)
  if (sameMapping(mapping, last)) {
    return { text: `${as} ${when}.`, take: null, drop: isPlain ? null : plain }
  }
  if (isPlain) return { text: `${isPlainWords(recalled.fileName)} ${when}.`, take: last, drop: null }
  const changed = mapping.targets.filter((target, place) => !same(target, last.targets[place])).length
  const but = changed === 0 ? '' : `: ${changed} ${changed === 1 ? 'column' : 'columns'}`
  return { text: `${as} ${when}, with changes${but}.`, take: last, drop: plain }
}

function isPlainWords(fileName: string | undefined): string {
  return fileName === undefined
    ? 'A file with these columns was imported before'
    : `Columns of “${fileName}” can go where they went then`
}

export function sameMapping(a: Mapping, b: Mapping): boolean {
  return (
    a.kind === b.kind &&
    a.invalidAlias === b.invalidAlias &&
    a.defaultCountry === b.defaultCountry &&
    a.targets.length === b.targets.length &&
    a.targets.every((target, place) => same(target, b.targets[place]))
  )
}

function same(a: Mapping['targets'][number], b: Mapping['targets'][number] | undefined): boolean {
  if (a.to !== b?.to) return false
  if (a.to === 'profile') return b.to === 'profile' && a.field === b.field && a.rule === b.rule
  if (a.to === 'full_name') return b.to === 'full_name' && a.rule === b.rule
  return a.to !== 'alias' || (b.to === 'alias' && a.kind === b.kind)
}

/** `choose` takes the user's choice. Whether it was dropped is known for this page; after a reload the mapping tells. */
export function useLastTime(
  current: () => StagedImport | null,
  recall: () => Recall,
  customFields: () => readonly CustomField[] | null,
  mapping: Readonly<ShallowRef<Mapping | null>>,
  choose: (mapping: Mapping) => void,
) {
  /** The import whose remembered mapping the user does not want. */
  const droppedFor = shallowRef<string | null>(null)
  const recalled = computed(() => {
    const now = recall()
    return now === 'asking' ? null : now
  })
  const both = computed(() => {
    const staged = current()
    const custom = customFields()
    if (!staged || !hasRead(staged) || custom === null || recalled.value?.match !== 'all') return null
    const { columns } = staged.reading
    return { last: firstMapping(columns, custom, recalled.value), plain: firstMapping(columns, custom) }
  })
  /** What suggestions may build on. */
  const remembered = computed(() => (droppedFor.value === current()?.id ? null : recalled.value))
  const lastTime = computed(() =>
    recalled.value && both.value && mapping.value
      ? lastTimeOf(recalled.value, mapping.value, both.value.last, both.value.plain)
      : null,
  )

  // it was dropped before a reload, or came too late
  watch([recalled, () => mapping.value !== null], () => {
    if (!both.value || !mapping.value) return
    const { last, plain } = both.value
    const isDropped = sameMapping(mapping.value, plain) && !sameMapping(last, plain)
    if (isDropped) droppedFor.value = current()?.id ?? null
  })

  function take(): void {
    const next = lastTime.value?.take
    if (!next) return
    droppedFor.value = null
    choose(next)
  }

  function drop(): void {
    const next = lastTime.value?.drop
    if (!next) return
    droppedFor.value = current()?.id ?? null
    choose(next)
  }

  return { remembered, lastTime, take, drop }
}
