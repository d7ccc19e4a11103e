/** Reads the CSV that `generate` writes, one character at a time: comma, double quotes, LF or CRLF. */

export interface NaiveRecord {
  row: number
  line: number
  cells: string[]
  /** A quote inside a cell that is not quoted. */
  stray: boolean
}

/** All records with their numbers, the header first; blank ones are numbered and left out. */
export function readNaively(text: string): NaiveRecord[] {
  const records: NaiveRecord[] = []
  let row = 0
  let line = 1
  let at = 0
  while (at < text.length) {
    row++
    const record: NaiveRecord = { row, line, cells: [], stray: false }
    for (;;) {
      let cell = ''
      if (text[at] === '"') {
        at++
        while (text[at] !== '"' || text[at + 1] === '"') {
          if (text[at] === '"') at++
          if (text[at] === '\n') line++
          cell += text[at++]
        }
        at++
      } else {
        while (at < text.length && text[at] !== ',' && text[at] !== '\n') cell += text[at++]
        cell = cell.replace(/\r$/, '')
        if (cell.includes('"')) record.stray = true
      }
      if (text[at] === '\r') at++
      record.cells.push(cell)
      if (text[at] !== ',') break
      at++
    }
    at++
    line++
    if (record.cells.some((c) => c.trim() !== '')) records.push(record)
  }
  return records
}
