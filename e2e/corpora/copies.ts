/** Files of the corpora that hold one table in other line ends, encodings or delimiters. */
const sf = 'sf-dataloader/test/resources/testfiles/data/csvtext'
const books = 'django-import-export/core/exports/books'

export const copies: string[][] = [
  [`${books}.csv`, `${books}-dos.csv`, `${books}-mac.csv`, `${books}-mac.tsv`],
  [`${books}-unicode.csv`, `${books}-unicode.tsv`],
  [`${sf}.csv`, `${sf}_BOM_UTF8.csv`, `${sf}_BOM_UTF16LE.csv`, `${sf}_BOM_UTF16BE.csv`],
  ['csv-parser/bench/utf8.csv', 'csv-parser/bench/utf16.csv', 'csv-parser/bench/utf16-big.csv'],
  ['csv-spectrum/csvs/empty.csv', 'csv-spectrum/csvs/empty_crlf.csv'],
  ['csv-spectrum/csvs/simple.csv', 'csv-spectrum/csvs/simple_crlf.csv'],
  ['csvkit/test_utf16_big.csv', 'csvkit/test_utf16_little.csv'],
  ['csvkit/test_utf8.csv', 'csvkit/test_utf8_bom.csv'],
  ['duckdb-csv/17738.csv', 'duckdb-csv/17738_rn.csv'],
  ['duckdb-csv/test/multi_column_integer.csv', 'duckdb-csv/test/multi_column_integer_rn.csv'],
  ['duckdb-csv/test/multi_column_string.csv', 'duckdb-csv/test/multi_column_string_rn.csv'],
  ['miller/abixy.csv', 'miller/abixy.tsv'],
  ['openrefine/example-utf8.tsv', 'openrefine/example-utf16le-bom.tsv', 'openrefine/example-utf16be-bom.tsv'],
  ['readr/eol-lf.csv', 'readr/eol-crlf.csv', 'readr/eol-cr.csv'],
  ['readr/eol-lf.txt', 'readr/eol-crlf.txt', 'readr/eol-cr.txt'],
  ['univocity/csv/essential.csv', 'univocity/csv/essential-dos.csv', 'univocity/csv/essential-mac.csv'],
  ['univocity/tsv/essential.tsv', 'univocity/tsv/essential-dos.tsv', 'univocity/tsv/essential-mac.tsv'],
]
