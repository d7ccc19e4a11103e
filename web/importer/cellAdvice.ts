/** What can be said about one cell: what is wrong with it or its row, and what would mend it. */
import { isErrorReport, unescapeCell } from '#shared/errorReport'
import { explainUnfixable, proposeFixes } from '#shared/fixes'
import type { IdentifierKind } from '#shared/identifierKind'
import type { Mapping } from '#shared/job'
import { compileCountry, compileMapping } from '#shared/mapping'
import { rowIssueKinds, type RowIssueCode } from '#shared/rowError'
import { mendRow, type RowContext } from '#shared/rowMending'
import type { CellAdvice, Fix, ReviewCode, RowFix, StagedImport } from './importer.ts'
import type { Finding } from './rowReview.ts'

/** Answers that are kept, and the longest value that one is kept for. */
const KEPT_ANSWERS = 100_000
const KEPT_CHARS = 250

/** What would mend cells of a file, by column; the rest of the row says in which country its phone numbers are dialled. */
export class CellFixes {
  readonly #mapping: Mapping
  readonly #clean: (cell: string) => string
  readonly #country: (cells: readonly string[]) => string | undefined
  readonly #row: RowContext
  readonly #certain = new Map<string, Fix | null>()

  constructor(
    mapping: Mapping,
    {
      headers,
      columns,
      dialect,
    }: Pick<NonNullable<StagedImport['reading']>, 'headers' | 'columns' | 'dialect'>,
  ) {
    this.#mapping = mapping
    this.#clean = isErrorReport(headers) ? unescapeCell : (cell) => cell
    const country = compileCountry(mapping)
    this.#country = (cells) => country(cells.map(this.#clean))
    const map = compileMapping(mapping, headers)
    this.#row = {
      width: headers.length,
      delimiter: dialect.delimiter,
      // what a column is mapped to says more than what its cells look like
      kinds: headers.map((_, column) => {
        const kind = this.kindOf(column)
        return kind === 'email' || kind === 'phone' ? kind : (columns[column]?.kind ?? 'text')
      }),
      isGood: (cells) => map({ row: 0, line: 0, cells: [...cells] }).lead !== null,
    }
  }

  /** The identifier that a column holds; null where it is none, and nothing can be proposed. */
  kindOf(column: number): IdentifierKind | null {
    const target = this.#mapping.targets[column]
    if (target?.to === 'identifier') return this.#mapping.kind
    return target?.to === 'alias' ? target.kind : null
  }

  /** What else than the cell decides about its fixes: the country, for phone numbers. */
  contextOf(column: number, cells: readonly string[]): string {
    return (this.kindOf(column) === 'phone' && this.#country(cells)) || ''
  }

  /** Best first, three at most. */
  propose(column: number, value: string, country: string): Fix[] {
    const kind = this.kindOf(column)
    return kind ? proposeFixes(kind, this.#clean(value), country === '' ? {} : { country }) : []
  }

  /** The one proposal for a value; null where there is none, or where several leave the choice to a person. */
  certain(column: number, value: string, country: string): Fix | null {
    const key = `${column} ${country} ${value}`
    const known = this.#certain.get(key)
    if (known !== undefined) return known
    const [fix, other] = this.propose(column, value, country)
    const certain = fix && !other && fix.value !== value ? fix : null
    // whatever rows are edited, the answer stays
    if (this.#certain.size < KEPT_ANSWERS && value.length <= KEPT_CHARS) this.#certain.set(key, certain)
    return certain
  }

  /** `findings`: those of the row. */
  advise(cells: readonly string[], column: number, findings: readonly Finding[]): CellAdvice {
    const own = findings.filter((finding) => finding.column === column)
    const issues = own.map(({ value: _, ...issue }) => issue)
    const readings = this.#readings(cells, findings)
    const rowFixes = readings.length > 0 && { rowFixes: readings }
    if (own.length === 0) return { issues, fixes: [], ...rowFixes }
    const value = cells[column] ?? ''
    const fixes = this.propose(column, value, this.contextOf(column, cells))
    const codes = own.map(({ code }) => code).filter(isOfRules)
    const [explanation] = codes.flatMap((code) => explainUnfixable(code, this.#clean(value)) ?? [])
    return {
      issues,
      fixes,
      ...rowFixes,
      ...(fixes.length === 0 && explanation !== undefined && { explanation }),
    }
  }

  /** Other readings of a row that has too many cells or too few. */
  #readings(cells: readonly string[], findings: readonly Finding[]): RowFix[] {
    const isRagged =
      cells.length < this.#row.width
        ? findings.length > 0 && findings.every(({ code }) => code !== 'unclosed_quote')
        : findings.some(({ code }) => code === 'too_many_cells')
    return isRagged ? mendRow(cells, this.#row) : []
  }
}

function isOfRules(code: ReviewCode): code is RowIssueCode {
  return code in rowIssueKinds
}
