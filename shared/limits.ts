/** Every limit of the product, with its reason. */

/** Rows of a batch: flat cost per row in Postgres from 1,000 to 5,000; 2,000 keeps one call near 150 ms. */
export const BATCH_ROWS = 2_000
/** A batch is closed early when its cells pass this many UTF-16 units, so that one upload stays far below the body limit. */
export const BATCH_CHARS = 2_000_000
/** Largest JSON body of a batch that the server accepts, in bytes, after decompression: BATCH_CHARS at four bytes, escapes included. */
export const BATCH_BODY_BYTES = 32_000_000
/** Largest JSON body of every other request, in bytes. */
export const REQUEST_BODY_BYTES = 1_000_000
/** Largest file that the wizard takes, in bytes. */
export const FILE_BYTES = 1_073_741_824
/** A single record above this many UTF-16 units is an unclosed quote, not a record. */
export const RECORD_CHARS = 1_000_000
/** Columns of a file: beyond it the file is no list of leads. */
export const MAX_COLUMNS = 1_000
/** Longest identifier, in characters after normalising. Four bytes each stay below a B-tree entry's 2,704 bytes. */
export const IDENTIFIER_CHARS = 512
/** Longest e-mail address: 64 + 1 + 255 octets (RFC 5321 4.5.3.1). */
export const EMAIL_CHARS = 320
/** Longest name of a custom profile field, in characters. */
export const FIELD_NAME_CHARS = 64
/** A cell value shown beside an error is cut to this many characters; the error report keeps it whole. */
export const SHOWN_VALUE_CHARS = 200
/** Row errors inside the answer for one job; the rest by page and as CSV (PRODUCT.md, REST for scripts). */
export const INLINE_ERRORS = 100
/** Largest page of any list. */
export const PAGE_ROWS = 200
/** Largest file that the API takes, in bytes, unless MAX_UPLOAD_MB says otherwise (PRODUCT.md, REST for scripts). */
export const UPLOAD_BYTES = 100 * 1_048_576
/** Hours that an uploaded file is kept for a start. */
export const UPLOAD_HOURS = 24
/** A header is told from others by its first so many characters. */
export const HEADER_KEY_CHARS = 200
/** Headers whose last target an org unit remembers: some hundred kinds of file. */
export const REMEMBERED_HEADERS = 5_000
/** Sets of headers whose last import an org unit remembers. */
export const REMEMBERED_HEADER_SETS = 500
/** Mapping templates of an org unit: a list that a person still reads. */
export const MAX_TEMPLATES = 100
/** Days that an import, a merge or a deletion can be undone (PRODUCT.md, History, undo). */
export const UNDO_DAYS = 30
/** Conditions of a filter: a person still reads them. */
export const FILTER_CONDITIONS = 10
/** Values of one condition. */
export const FILTER_VALUES = 50
/** Longest value that a filter looks for, in characters. */
export const FILTER_VALUE_CHARS = 500
/** Values of a field that are offered to choose from. */
export const MAX_FIELD_VALUES = 50
/** Longest value of a profile field that a person types, in characters; a file may bring longer ones. */
export const FIELD_VALUE_CHARS = 20_000
/** Leads that one request deletes or brings back: about a second of the database's time. */
export const DELETE_LEADS = 5_000
/** Segments of an org unit: a list that a person still reads. */
export const MAX_SEGMENTS = 200
/** Identifiers that begin with a search and are looked through: more would take longer than typing on. */
export const SEARCH_IDENTIFIERS = 2_000
/** Shortest beginning of an identifier that is searched for, in characters. */
export const SEARCH_IDENTIFIER_CHARS = 3
/** Minutes that a prepared export can be fetched. */
export const EXPORT_MINUTES = 60
