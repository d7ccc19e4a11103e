/** Files whose expectation is another convention than ours, or stands in no byte of the file: silence is right. Each with its reason. */
const letters =
  'letters stand between the cells; its own test tells them, the file does not, and no program exports lists so'

export const unlikeUs: Record<string, string> = {
  'duckdb-csv/multidelimiter/aa_delim_small.csv': letters,
  'duckdb-csv/multidelimiter/aaab_delim.csv': letters,
  'duckdb-csv/multidelimiter/carriage_feed_newline.csv': letters,
  'duckdb-csv/small_lineitem_strings.csv':
    'two rows of one text each, read without a header row by its own test: nothing tells the first from a name of a column',
  'csv-parser/no-headers.csv':
    'letters over numbers, read without a header row by its own test: anyone else takes them for names',
  'duckdb-csv/comments/simple_comma.csv':
    'rows of two delimiters and of remarks that begin with a comma: those of the other delimiter are named as ragged',
  'openrefine/big5.txt': 'running text, no table: commas of its sentences are named as ragged',
}

/** Files that are no tables: strings for other tests. */
export function hasNoExpectation(file: string): boolean {
  return /^(?:blns|payloads)\/.*\.txt$/.test(file)
}
