/** The rows that a JSON file beside a CSV holds: arrays of objects (csv-spectrum), or W3C's "CSV on the Web" in its two shapes. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export type ExpectedRow = Record<string, string>

/** Null where the JSON is of another shape, or its values were made into other types than text. */
export function rowsOfJson(json: Json): ExpectedRow[] | null {
  const rows = Array.isArray(json) ? json : (tableRows(json) ?? [json])
  const texts = rows.map(textsOf)
  return texts.every((row) => row !== null) ? texts : null
}

function tableRows(json: Json): Json[] | null {
  if (!isObject(json) || !Array.isArray(json['tables'])) return null
  const [table, second] = json['tables']
  if (second !== undefined || !isObject(table ?? null)) return []
  const rows = (table as Record<string, Json>)['row']
  return Array.isArray(rows) ? rows.map(describedBy) : []
}

function describedBy(row: Json): Json {
  const things = isObject(row) ? row['describes'] : null
  return Array.isArray(things) && things.length === 1 ? (things[0] ?? null) : null
}

function textsOf(row: Json): ExpectedRow | null {
  if (!isObject(row)) return null
  const entries = Object.entries(row).filter(([key]) => key !== '@id')
  return entries.every(([, value]) => typeof value === 'string')
    ? (Object.fromEntries(entries) as ExpectedRow)
    : null
}

function isObject(json: Json): json is { [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
