/** A list whose every tenth row has the very same broken second address, and of which 50 rows have no identifier. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const BROKEN = 'office@@second.example'
export const MENDED = 'office@second.example'
/** Place of the column that holds it. */
export const BROKEN_COLUMN = 7
const MISSING = 50

const headers = 'Email,First Name,Last Name,Company,Job Title,Country,Work Phone,Second Email,CRM ID,Notes'

/** How many rows are how: `broken` with a warning, `missing` with an error. */
export interface GridFile {
  rows: number
  broken: number
  missing: number
}

export async function writeGridFile(path: string, rows: number): Promise<GridFile> {
  const out = createWriteStream(path)
  const every = Math.max(1, Math.floor(rows / MISSING))
  const file = { rows, broken: 0, missing: 0 }
  let chunk = `${headers}\n`
  for (let n = 0; n < rows; n++) {
    const isBroken = n % 10 === 7
    const isMissing = n % every === every - 5 && !isBroken
    if (isBroken) file.broken++
    if (isMissing) file.missing++
    const phone = `+49 30 ${22_000_000 + (n % 900_000)}`
    chunk += `${isMissing ? '' : `person${n}@grid.example`},First ${n},Last ${n % 5_000},Company ${n % 20_000},Head of ${n % 300},DE,${phone},${isBroken ? BROKEN : `second${n}@second.example`},crm-${n},a note of some words about ${n}\n`
    if (chunk.length >= 65_536) {
      if (!out.write(chunk)) await once(out, 'drain')
      chunk = ''
    }
  }
  out.end(chunk)
  await once(out, 'close')
  return file
}
