/** Column headers as people write them, made comparable. */

/** Letters and digits only, lower case, accents off: `E-Mail Address`, `e_mail address` and `EMailAddress` are one. */
export function wordKey(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The words of a header, each as a key: `workPhone #2` -> work, phone, 2. */
export function headerWords(header: string): string[] {
  return header
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(wordKey)
    .filter((word) => word !== '')
}

/** What a user reads for a column: its header, or its letter in a spreadsheet where the header is blank. */
export function columnName(headers: readonly string[], index: number): string {
  return headers[index]?.trim() || `Column ${columnLetters(index)}`
}

function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last
}
