/** What a list offers to choose from, and the search in it. */
export interface Option {
  value: string
  label: string
  /** A word on the right: its type, or that it is taken. */
  hint?: string | undefined
  /** A second line. */
  note?: string | undefined
  disabled?: boolean | undefined
  /** Chosen, it looks like nothing chosen: for what leaves a thing out. */
  quiet?: boolean | undefined
}
export interface OptionGroup {
  label: string
  options: Option[]
}

/** Text as a person searches it: no case, no accents, `_` and `-` as a space. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}

/** The options whose label, value or hint has every word of the search; groups left empty go. */
export function filterGroups(groups: OptionGroup[], search: string): OptionGroup[] {
  const words = plain(search).split(' ').filter(Boolean)
  if (words.length === 0) return groups.filter((g) => g.options.length > 0)
  return groups
    .map((group) => ({
      label: group.label,
      options: group.options.filter((option) => {
        const text = plain(`${option.label} ${option.value} ${option.hint ?? ''}`)
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter((group) => group.options.length > 0)
}
