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
  undo: null,
  undo_until: '2025-02-14T10:05:00Z',
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
  undo_until: null,
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
  searchJobs: {
    body: { search: 'spring fair', status: 'completed', from: '2025-01-01T00:00:00+01:00' },
    answer: { jobs: [counts], next_cursor: null },
  },
  getJob: { answer: details, curl: lines('curl -X GET "$api/leads/import/jobs/job_123"', basic) },
  undoImport: {
    answer: {
      ...counts,
      undo: {
        state: 'in_progress',
        by: 'admin',
        started_at: '2025-01-15T11:00:00Z',
        completed_at: null,
        lead_count: 980,
        done_count: 0,
        removed_count: 0,
        restored_count: 0,
        kept_count: 0,
        failure: null,
      },
      undo_until: null,
    },
  },
  getUndoPreview: {
    answer: {
      may_undo: true,
      refusal: null,
      removed_count: 748,
      restored_count: 217,
      kept_count: 3,
      reasons: [
        { reason: 'field_changed', lead_count: 1 },
        { reason: 'lead_changed', lead_count: 2 },
      ],
    },
  },
  cancelJob: { answer: { ...counts, status: 'cancelled' } },
  createField: { body: { name: 'lead_source', description: 'Where somebody heard of us' } },
  updateField: { body: { label: 'Lead source' } },
  updateLead: { body: { profile: { company: 'Analytical Engines', title: null } } },
  addIdentifier: { body: { kind: 'phone', value: '020 7946 0001', default_country: 'GB' } },
  removeIdentifier: { body: { kind: 'email', value: 'ada@old.example.org' } },
  mergeLeads: {
    body: {
      into: '019af3c2-6f00-7a31-8b64-5f0c2a9d0000',
      from: '019af3c2-6f00-7a31-8b64-5f0c2a9d0001',
      take: ['title'],
    },
  },
  deleteLeads: {
    body: { selection: { conditions: [{ of: 'import', job_id: 'job_123', outcome: 'created' }] } },
    answer: { deletion_id: 'deletion_7', deleted_count: 750, more: false },
  },
  searchLeads: {
    body: {
      search: 'ada',
      conditions: [
        { of: 'field', field: 'country', is: 'one_of', values: ['United Kingdom', 'Ireland'] },
        { of: 'identifier', kind: 'phone', is: 'there' },
      ],
    },
  },
  listFieldValues: { body: { field: 'country', starts_with: 'ger' } },
  countLeads: { body: { segment_id: 'segment_Jx0aP3qYt7Zk9LmB' } },
  exportLeads: {
    body: { segment_id: 'segment_Jx0aP3qYt7Zk9LmB', fields: ['first_name', 'last_name', 'company'] },
    answer: {
      export_id: 'export_8sKd02mXq5LwTz1c',
      path: '/leads/exports/export_8sKd02mXq5LwTz1c',
      expires_at: '2025-01-15T11:00:00Z',
    },
  },
  createSegment: {
    body: {
      name: 'Phone leads of the spring fair',
      filter: {
        conditions: [
          { of: 'import', job_id: 'job_123', outcome: 'any' },
          { of: 'identifier', kind: 'phone', is: 'there' },
        ],
      },
    },
  },
  updateSegment: { body: { description: 'For the calls in May.' } },
  createApiKey: { body: { name: 'nightly import' } },
  addMember: { body: { name: 'bob', role: 'member' } },
  changeMember: { body: { role: 'admin' } },
}
