/** Lines with damaged quotes, read without trust in them. */

/**
 * Cells of one physical line. A quoted cell ends at a quote that is followed by a delimiter or the end; any other quote is
 * text. An opening quote without such an end is text too.
 */
export function looseCells(line: string, delimiter: string, quote: string): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    const end = quote !== '' && line.startsWith(quote, at) ? closing(line, at + 1, delimiter, quote) : -1
    if (end !== -1) {
      cells.push(line.slice(at + 1, end).replaceAll(quote + quote, quote))
      at = end + 1
    } else {
      const next = line.indexOf(delimiter, at)
      const stop = next === -1 ? line.length : next
      cells.push(line.slice(at, stop))
      at = stop
    }
    if (at >= line.length) return cells
    at += delimiter.length
  }
}

function closing(line: string, from: number, delimiter: string, quote: string): number {
  for (let at = line.indexOf(quote, from); at !== -1; at = line.indexOf(quote, at + 1)) {
    if (line.startsWith(quote, at + 1)) at++
    else if (at + 1 === line.length || line.startsWith(delimiter, at + 1)) return at
  }
  return -1
}

/** Whether a record's raw text has a quote inside an unquoted cell, or text after a closing quote. */
export function hasStrayQuote(raw: string, delimiter: string, quote: string): boolean {
  let at = 0
  for (;;) {
    let stop: number
    if (raw.startsWith(quote, at)) {
      let end = raw.indexOf(quote, at + 1)
      while (end !== -1 && raw.startsWith(quote, end + 1)) end = raw.indexOf(quote, end + 2)
      if (end === -1) return true
      stop = raw.indexOf(delimiter, end + 1)
      if (stop === -1) stop = raw.length
      if (raw.slice(end + 1, stop).trim() !== '') return true
    } else {
      stop = raw.indexOf(delimiter, at)
      if (stop === -1) stop = raw.length
      const found = raw.indexOf(quote, at)
      if (found !== -1 && found < stop) return true
    }
    if (stop >= raw.length) return false
    at = stop + delimiter.length
  }
}
