/** What an import was told to do, in words. */
import type { Dialect } from '#shared/csv/reading'
import { columnName } from '#shared/header'
import { identifiers } from '#shared/identifier'
import type { ColumnTarget, Mapping } from '#shared/job'
import type { LabelOf } from '../leads/lead.ts'
import { dialectParts, type DialectPart } from '../wizard/upload/dialect.ts'
import { aliasLabel } from '../wizard/map/targets.ts'

export interface MappedColumn {
  column: string
  target: string
  note: string
  skipped: boolean
}

/** Every column of the file, in its order, and where it went; fields are called what people call them by now. */
export function mappedColumns(
  mapping: Mapping,
  headers: readonly string[],
  labelOf: LabelOf,
): MappedColumn[] {
  return mapping.targets.map((target, index) => ({
    column: columnName(headers, index),
    ...targetWords(target, mapping, labelOf),
    skipped: target.to === 'skip',
  }))
}

function targetWords(
  target: ColumnTarget,
  { kind }: Mapping,
  labelOf: LabelOf,
): Pick<MappedColumn, 'target' | 'note'> {
  switch (target.to) {
    case 'skip':
      return { target: 'Skip', note: 'Not imported' }
    case 'identifier':
      return { target: `Primary identifier (${identifiers[kind].label})`, note: 'Tells the leads apart' }
    case 'alias':
      return { target: aliasLabel(target.kind), note: '' }
    case 'full_name': {
      const note = target.rule === 'fill_empty' ? 'Split; fills empty fields only' : 'Split'
      return { target: 'First and last name', note }
    }
    case 'profile': {
      const note = target.rule === 'fill_empty' ? 'Fills empty fields only' : ''
      return { target: labelOf(target.field), note }
    }
  }
}

export interface Setting {
  label: string
  value: string
}

/** What is worth saying only where it is not as usual. */
const usual: Partial<Record<DialectPart['key'], string>> = { quote: '"', preamble: '0', newline: 'lf' }

/** How the file was read, whether its rows were changed, and what was to happen to doubtful values. */
export function settingsOf(mapping: Mapping, dialect: Dialect, edits: number): Setting[] {
  const reading = dialectParts(dialect)
    .filter(({ key, value }) => usual[key] !== value)
    .map(({ label, value, choices }) => ({
      label,
      value: choices.find((choice) => choice.value === value)?.label ?? value,
    }))
  return [
    ...reading,
    ...(dialect.sepLine ? [{ label: 'First line', value: 'Excel’s sep= line, not a row' }] : []),
    ...(edits > 0 ? [{ label: 'Rows changed before Start', value: inSteps(edits) }] : []),
    ...(mapping.defaultCountry
      ? [{ label: 'National phone numbers', value: countryLabel(mapping.defaultCountry) }]
      : []),
    {
      label: 'Invalid additional identifiers',
      value: mapping.invalidAlias === 'fail' ? 'Fail their row' : 'Left out, with a warning',
    },
  ]
}

function inSteps(edits: number): string {
  return edits === 1 ? 'In one step' : `In ${edits.toLocaleString('en')} steps`
}

function countryLabel(code: string): string {
  const name = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code)
  return name ? `${name} (${code})` : code
}
