/** Files of the folder that CORPORA names: real lists and torture tests, too many and too foreign to be part of the project. */
import { readdirSync } from 'node:fs'
import path from 'node:path'

/** Paths from the folder on, in order, of what a user might take for a list. Throws where CORPORA names none. */
export function corpusFiles(): { folder: string; files: string[] } {
  const folder = process.env['CORPORA']
  if (!folder) throw new Error('Set CORPORA to a folder with CSV files, then start again.')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(csv|tsv|txt|xlsx?|ldif)$/i.test(name))
    .sort()
  if (files.length === 0) throw new Error(`There is no CSV file below CORPORA (${folder}).`)
  return { folder: path.resolve(folder), files }
}
