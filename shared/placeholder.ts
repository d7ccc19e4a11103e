/**
 * What systems and people write where they have nothing. As an identifier it would glue strangers into one lead.
 * Short and fixed on purpose: anything beyond it would be guessing.
 */
const words = new Set([
  'null', '(null)', 'none', 'nil', 'undefined', 'unknown', 'n/a', '#n/a', 'na', '-', '--',
]) // prettier-ignore

/** Whether a trimmed identifier, in any case, is one of the words or a run of four or more zeros. */
export function isPlaceholder(value: string): boolean {
  if (value.length > 9) return /^0+$/.test(value)
  return words.has(value.toLowerCase()) || /^0{4,}$/.test(value)
}
