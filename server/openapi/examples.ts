/** Examples in the documentation: the manual's four calls as it prints them, and short ones for what scripts need besides. */
import type { OperationName } from '#shared/request'

interface Example {
  /** Body of a request. */
  body?: unknown
  answer?: unknown
  /** The manual's command, host and credentials aside. */
  curl?: string
}

const counts = {
  job_id: 'job_123',
  status: 'completed',
  created_at: '2025-01-15T10:00:00Z',
  completed_at: '2025-01-15T10:05:00Z',
  file_name: 'leads.csv',
  file_size: 81_920,
  total_rows: 1000,
  created_count: 750,
  updated_count: 230,
  unchanged_count: 12,
  failed_count: 20,
  skipped_count: 0,
  warning_count: 3,
  source: 'api',
  created_by: 'admin',
  dry_run: false,
  next_batch: 1,
  batch_count: 1,
  failure: null,
}
const dialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  newline: '\n',
  sepLine: false,
  preamble: 0,
}
const fingerprint = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const start = {
  file_id: 'preview_abc123',
  primary_identifier: { column: 'Email', kind: 'email' },
  field_mappings: { 'Full Name': 'first_name', Company: 'company' },
  alias_mappings: { Phone: '_alias_phone' },
}
const details = {
  ...counts,
  fingerprint,
  dialect,
  headers: ['Email', 'Full Name', 'Company', 'Phone'],
  mapping: {
    kind: 'email',
    targets: [
      { to: 'identifier' },
      { to: 'profile', field: 'first_name', rule: 'overwrite' },
      { to: 'profile', field: 'company', rule: 'overwrite' },
      { to: 'alias', kind: 'phone' },
    ],
    invalidAlias: 'warn',
  },
  edits: 0,
  causes: [
    {
      severity: 'error',
      code: 'invalid_email',
      error: 'Invalid email format',
      column: 'Email',
      count: 20,
      rows: [45, 61, 62, 190, 204],
    },
  ],
  errors: [
    {
      row: 45,
      error: 'Invalid email format',
      line: 45,
      code: 'invalid_email',
      column: 'Email',
      value: 'ada(at)example.org',
      severity: 'error',
      detail: null,
    },
  ],
}
const begun = {
  ...details,
  status: 'in_progress',
  completed_at: null,
  created_count: 0,
  updated_count: 0,
  unchanged_count: 0,
  failed_count: 0,
  warning_count: 0,
  next_batch: 0,
  causes: [],
  errors: [],
}
const column = { filled_count: 1000, email_count: 0, phone_count: 0, distinct_count: 1000 }
const preview = {
  file_id: 'preview_abc123',
  file_name: 'leads.csv',
  file_size: 81_920,
  fingerprint,
  expires_at: '2025-01-16T10:00:00Z',
  encoding: 'utf-8',
  delimiter: ',',
  dialect,
  headers: ['Email', 'Phone'],
  sample_rows: [{ row: 2, line: 2, cells: ['ada@example.org', '+44 20 7946 0001'] }],
  total_rows: 1000,
  columns: [
    {
      ...column,
      header: 'Email',
      kind: 'email',
      email_count: 980,
      samples: ['ada@example.org'],
      suggestion: { target: 'primary', match: 'exact', reason: 'The header says email.' },
    },
    {
      ...column,
      header: 'Phone',
      kind: 'phone',
      phone_count: 1000,
      samples: ['+44 20 7946 0001'],
      suggestion: { target: '_alias_phone', match: 'exact', reason: 'The header says phone.' },
    },
  ],
  warnings: [],
  suggested_mapping: {
    file_id: 'preview_abc123',
    primary_identifier: { column: 'Email', kind: 'email' },
    field_mappings: {},
    alias_mappings: { Phone: '_alias_phone' },
  },
}

/** A line of a command that goes on, as the manual breaks them. */
const lines = (...parts: string[]): string => parts.join(' \\\n')
const basic = '-H "Authorization: Basic <credentials>"'

export const examples: Partial<Record<OperationName, Example>> = {
  previewImport: {
    answer: preview,
    curl: lines('curl -X POST "$api/leads/import/preview"', basic, '-F "file=@leads.csv"'),
  },
  startImport: {
    body: start,
    answer: begun,
    curl: lines(
      'curl -X POST "$api/leads/import/start"',
      basic,
      '-H "Content-Type: application/json"',
      `-d '${JSON.stringify(start, null, 2)}'`,
    ),
  },
  listJobs: {
    answer: { jobs: [counts], next_cursor: null },
    curl: lines('curl -X GET "$api/leads/import/jobs"', basic),
  },
  getJob: { answer: details, curl: lines('curl -X GET "$api/leads/import/jobs/job_123"', basic) },
  cancelJob: { answer: { ...counts, status: 'cancelled' } },
  createField: { body: { name: 'lead_source' } },
  createApiKey: { body: { name: 'nightly import' } },
  addMember: { body: { name: 'bob', role: 'member' } },
  changeMember: { body: { role: 'admin' } },
}
