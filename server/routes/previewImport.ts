import type { Preview } from '#shared/api/files'
import type { CsvRecord, DialectChoice, Reading } from '#shared/csv/reading'
import { DISTINCT_SLOTS } from '#shared/csv/distinct'
import { readCsv } from '#shared/csv/readCsv'
import { Problem } from '#shared/problem'
import type { CustomField } from '#shared/profile'
import { suggestionTarget, suggestStart } from '#shared/startImport'
import { suggestIdentifiers } from '#shared/suggestIdentifiers'
import { suggestMapping } from '#shared/suggestMapping'
import { throughRestart } from '../db/connect.ts'
import { customFields } from '../db/fields.ts'
import { finishFile, type StoredFile } from '../db/files.ts'
import { inTurn } from '../ingest/batchQueue.ts'
import { storedSource } from '../ingest/storedFile.ts'
import { persistently } from '../uploads/storeBytes.ts'
import { removeFile, takeUpload } from '../uploads/takeUpload.ts'
import { route, type Call, type Actor, type Route } from './route.ts'

const SAMPLE_ROWS = 10
/** 32 MB for counting distinct values: half of what a browser spends on a file of its user, and two columns of a million. */
const PREVIEW_SLOTS = DISTINCT_SLOTS / 2
/** Larger files are read one after the other: each needs its tables, however many scripts send one at the same time. */
const LARGE_BYTES = 4 * 1_048_576

/** `maxBytes`: the largest file that is taken. */
export const previewImport = (maxBytes: number): Route =>
  route('previewImport', 'member', async ({ db, event, who, query }) => {
    const request = event.req
    const upload = { request, fileName: query.file_name, limit: maxBytes }
    const taken = await takeUpload(db, who, upload)
    try {
      const sample: CsvRecord[] = []
      const lane = taken.size > LARGE_BYTES ? 'preview of a large file' : `preview ${taken.id}`
      const read = await inTurn(lane, () =>
        readCsv(storedSource(db, who.orgUnitId, taken), {
          dialect: chosen(query),
          maxBytes,
          profile: { distinctSlots: PREVIEW_SLOTS, frequent: 'none' },
          cancelled: () => request.signal.aborted,
          onBatch: (_, records) => {
            sample.push(...records.slice(0, SAMPLE_ROWS - sample.length))
            return Promise.resolve()
          },
        }),
      )
      if (read.ok === 'cancelled') throw new Problem('malformed_body', 'The request was given up.')
      if (!read.ok) throw unreadable(read.problem)
      const custom = await throughRestart(() => customFields(db, who.orgUnitId))
      const file = await persistently(() => finishFile(db, who.orgUnitId, taken.id, { ...taken, ...read }))
      if (!file) throw new Problem('not_found', 'The file was removed meanwhile. Upload it again.')
      return preview(file, sample, custom)
    } catch (error) {
      await removeFile(db, who.orgUnitId, taken.id)
      throw error
    }
  })

function chosen(query: Call<'previewImport', Actor>['query']): DialectChoice {
  const { encoding, delimiter, quote, preamble, header } = query
  return {
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(preamble !== undefined && { preamble }),
    ...(header !== undefined && { header }),
  }
}

function unreadable({ code, message }: { code: string; message: string }): Problem {
  return new Problem(code === 'too_large' ? 'too_large' : 'unreadable_file', message, { file_problem: code })
}

/** From what was stored: the names of columns are those that a start will look for. */
function preview(
  { id, name, size, fingerprint, reading, expiresAt }: StoredFile,
  sample: CsvRecord[],
  custom: CustomField[],
): Preview {
  const { dialect, headers, totalRows, warnings } = reading
  return {
    file_id: id,
    file_name: name,
    file_size: size,
    fingerprint,
    expires_at: expiresAt.toISOString(),
    encoding: dialect.encoding,
    delimiter: dialect.delimiter,
    dialect,
    headers,
    sample_rows: sample.map(({ row, line, cells }) => ({ row, line, cells })),
    total_rows: totalRows,
    columns: columnsOf(reading, custom),
    warnings,
    suggested_mapping: suggestStart(id, reading.columns, custom),
  }
}

function columnsOf({ columns }: Reading, custom: CustomField[]): Preview['columns'] {
  const [primary] = suggestIdentifiers(columns)
  const suggestions = suggestMapping(columns, custom, primary)
  return columns.map(({ header, kind, filled, emails, phones, distinct, samples }, index) => {
    const { target, match, reason } = suggestions[index] ?? {
      target: { to: 'skip' },
      match: 'none',
      reason: '',
    }
    return {
      header,
      kind,
      filled_count: filled,
      email_count: emails,
      phone_count: phones,
      distinct_count: distinct,
      samples,
      suggestion: { target: suggestionTarget(target), match, reason },
    }
  })
}
