/** Which country a cell names. */
import { countryNames } from './countryNames.ts'
import { wordKey } from './header.ts'

let codes: Map<string, string> | undefined

function readTable(): Map<string, string> {
  const table = new Map<string, string>()
  for (const line of countryNames.trim().split('\n')) {
    const code = line.slice(0, 2)
    for (const name of [code, line.slice(3, 6), ...line.slice(7).split('|')]) table.set(wordKey(name), code)
  }
  return table
}

/** ISO 3166-1 alpha-2 code of the country that a cell names by code (two or three letters) or by name; else undefined. */
export function countryOf(value: string): string | undefined {
  if (value.length > 80) return undefined
  codes ??= readTable()
  return codes.get(value) ?? codes.get(wordKey(value))
}

/** All codes that `countryOf` may answer with, in alphabetical order. */
export function countryCodes(): string[] {
  codes ??= readTable()
  return [...new Set(codes.values())].sort()
}
