/**
 * A second, slow reading of RFC 4180, by nothing but the letter: what the product's fast reader is compared with. It shares no
 * code with it, knows the file's true dialect beforehand, and refuses to guess.
 */
export interface TrueDialect {
  encoding?: string
  /** One character or more; mostly told by the file's ending. */
  delimiter?: string
  quote?: string
  /** Lines above the header row, blank ones counted. */
  above?: number
  /** Without a header row every row is a lead. */
  header?: 'none'
}

/** The one damage that leaves no doubt about the cells. */
export const RAGGED = 'rows of different widths'

export interface StrictReading {
  /** Records that are not blank, the header first where there is one. */
  rows: string[][]
  /** Why the letter gives no one answer; null where it does. */
  damage: string | null
}

export function strictCsv(bytes: Uint8Array, dialect: TrueDialect): StrictReading {
  const { delimiter = ',', quote = '"', above = 0 } = dialect
  // streaming: Node 20 reads Windows-1252 in one go as ISO-8859-1, without the euro sign
  const decoder = new TextDecoder(dialect.encoding ?? 'utf-8')
  const text = withoutLines(decoder.decode(bytes, { stream: true }) + decoder.decode(), above)
  const rows: string[][] = []
  const hasLineFeeds = text.includes('\n')
  let damage: string | null = null
  let cells: string[] = []
  let at = 0
  while (at < text.length || cells.length > 0) {
    let cell: string
    if (text.startsWith(quote, at)) {
      const quoted = quotedCell(text, at, quote)
      if (!quoted) return { rows, damage: 'an unclosed quote' }
      ;({ cell, end: at } = quoted)
      if (at < text.length && !text.startsWith(delimiter, at) && !/[\r\n]/.test(text.charAt(at)))
        return { rows, damage: 'text after a closing quote' }
    } else {
      const from = at
      while (at < text.length && !text.startsWith(delimiter, at) && !/[\r\n]/.test(text.charAt(at))) at++
      cell = text.slice(from, at)
      if (cell.includes(quote)) damage ??= 'a quote inside an unquoted cell'
    }
    cells.push(cell)
    if (at < text.length && text.startsWith(delimiter, at)) {
      at += delimiter.length
      if (at < text.length) continue
      cells.push('')
    }
    if (text.startsWith('\r\n', at)) at++
    else if (text[at] === '\r' && hasLineFeeds) damage ??= 'bare carriage returns beside line feeds'
    at++
    rows.push(cells)
    cells = []
  }
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  return { rows: filled, damage: damage ?? raggedness(filled) }
}

function withoutLines(text: string, count: number): string {
  let rest = text
  for (let line = 0; line < count; line++) rest = rest.replace(/^[^\r\n]*(?:\r\n|\n|\r)/, '')
  return rest
}

function quotedCell(text: string, start: number, quote: string): { cell: string; end: number } | null {
  let cell = ''
  let at = start + quote.length
  for (;;) {
    const end = text.indexOf(quote, at)
    if (end === -1) return null
    cell += text.slice(at, end)
    at = end + quote.length
    if (!text.startsWith(quote, at)) return { cell, end: at }
    cell += quote
    at += quote.length
  }
}

/** Rows that end in blank cells are not ragged: spreadsheets write them. */
function raggedness(rows: string[][]): string | null {
  const header = rows[0] ?? []
  let width = header.length
  while (width > 1 && header[width - 1]?.trim() === '') width--
  const fits = (row: string[]): boolean =>
    row.length >= width && row.slice(header.length).every((cell) => cell.trim() === '')
  return rows.every(fits) ? null : RAGGED
}
