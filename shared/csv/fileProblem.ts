/** Files that are no CSV whatever their name says, told by their first bytes; and the words for each. */
import type { FileProblem } from './reading.ts'

interface Signature {
  bytes: number[]
  what: string
  advice: string
}

const spreadsheet =
  'Open it in your spreadsheet program and save the sheet as “CSV UTF-8”, then choose that file.'
const signatures: Signature[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: 'an Excel workbook or a zip archive',
    advice: `${spreadsheet} Unpack an archive first.`,
  },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'an empty zip archive', advice: 'Choose the CSV file itself.' },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    what: 'an old Excel workbook (.xls)',
    advice: spreadsheet,
  },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    what: 'a PDF',
    advice: 'Export the list as CSV where the PDF came from.',
  },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive', advice: 'Unpack it and choose the CSV file inside.' },
  {
    bytes: [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41],
    what: 'a bzip2 archive',
    advice: 'Unpack it and choose the CSV file inside.',
  },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    what: 'a Zstandard archive',
    advice: 'Unpack it and choose the CSV file inside.',
  },
  {
    bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    what: 'an xz archive',
    advice: 'Unpack it and choose the CSV file inside.',
  },
  {
    bytes: [0x37, 0x7a, 0xbc, 0xaf],
    what: 'a 7-Zip archive',
    advice: 'Unpack it and choose the CSV file inside.',
  },
  {
    bytes: [0x52, 0x61, 0x72, 0x21],
    what: 'a RAR archive',
    advice: 'Unpack it and choose the CSV file inside.',
  },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image', advice: 'Choose a CSV file.' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG image', advice: 'Choose a CSV file.' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a GIF image', advice: 'Choose a CSV file.' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], what: 'a rich text document', advice: 'Save the list as CSV.' },
  {
    bytes: [0xff, 0xfe, 0x00, 0x00],
    what: 'text in UTF-32',
    advice: 'Save it as “CSV UTF-8” and choose it again.',
  },
  {
    bytes: [0x00, 0x00, 0xfe, 0xff],
    what: 'text in UTF-32',
    advice: 'Save it as “CSV UTF-8” and choose it again.',
  },
]

/** The problem with a file that begins with these bytes, or null where it may be a CSV. */
export function signatureProblem(name: string, head: Uint8Array): FileProblem | null {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))
  return found ? notCsv(name, found.what, found.advice) : null
}

/** The problem with a file whose text begins like this: HTML, XML or JSON saved under a CSV's name. */
export function textProblem(name: string, text: string): FileProblem | null {
  const start = text.slice(0, 2000).trimStart().toLowerCase()
  if (/^(?:<!doctype html|<html|<head|<body|<table)/.test(start)) {
    return notCsv(
      name,
      'a web page (HTML)',
      'Some programs export HTML under the name of a CSV: open it in a spreadsheet and save it as “CSV UTF-8”.',
    )
  }
  if (/^(?:version: 1\s+)?dn::? /.test(start))
    return notCsv(name, 'an address book in LDIF', 'Export the contacts as CSV.')
  if (start.startsWith('begin:vcard')) return notCsv(name, 'a vCard', 'Export the contacts as CSV.')
  if (start.startsWith('<?xml')) return notCsv(name, 'XML', 'Export the list as CSV.')
  if (/^(?:\{\s*"|\[\s*[{[])/.test(start)) return notCsv(name, 'JSON', 'Export the list as CSV.')
  return null
}

function notCsv(name: string, what: string, advice: string): FileProblem {
  return { code: 'not_csv', message: `“${name}” is ${what}, not a CSV file. ${advice}` }
}

export function wideProblem(name: string): FileProblem {
  return notCsv(name, 'text in UTF-32', 'Save it as “CSV UTF-8” and choose it again.')
}

export function binaryProblem(name: string): FileProblem {
  return notCsv(name, 'binary data', 'Choose a CSV file.')
}
