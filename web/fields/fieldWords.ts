/** What is said about a profile field. Pure. */
import type { ProfileField } from '#shared/api/fields'
import { newFieldProblem } from '#shared/profile'
import { trimCell } from '#shared/cellText'
import { formatCount } from '../ui/numbers.ts'

/** `3 imports, 1 segment`; what names it beside leads. */
export function usageWords({ imports, templates, segments }: ProfileField['usage']): string {
  const parts = [
    counted(imports, 'import'),
    counted(templates, 'mapping template'),
    counted(segments, 'segment'),
  ].filter((part) => part !== '')
  return parts.join(', ') || 'Not used yet'
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Fields whose label, name or description has all words of `search`, in any case. */
export function foundFields(fields: readonly ProfileField[], search: string): ProfileField[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return fields.filter(({ name, label, description }) => {
    const text = `${label} ${name} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Why `words` cannot be what `field`, or a new one (null), is called. */
export function nameProblem(
  words: string,
  field: ProfileField | null,
  fields: readonly ProfileField[],
): string | null {
  const others = fields.filter(({ name, standard }) => !standard && name !== field?.name)
  return newFieldProblem(trimCell(words).normalize('NFC'), others)
}

/** Whether a field has a key that differs from what people call it. */
export function hasOwnKey({ name, label, standard }: ProfileField): boolean {
  return standard || name !== label
}
