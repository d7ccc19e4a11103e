-- The data model. Every table of an org unit's data has org_unit_id first in its key, and every query names it.
-- No sequences on hot paths, no triggers, no foreign keys between the large tables: ingest_batch verifies instead.

create table lead_import.org_unit (
  id bigint primary key generated always as identity,
  name text not null,
  -- job ids are counted per org unit: job_1, job_2, ...
  last_job_id bigint not null default 0,
  created_at timestamptz not null default now()
);

create table lead_import.app_user (
  id bigint primary key generated always as identity,
  name text not null,
  password_hash text not null,
  created_at timestamptz not null default now()
);
create unique index app_user_name on lead_import.app_user (lower(name));

create table lead_import.membership (
  org_unit_id bigint not null references lead_import.org_unit,
  user_id bigint not null references lead_import.app_user,
  role text not null check (role in ('admin', 'member')),
  primary key (org_unit_id, user_id)
);
create index membership_user on lead_import.membership (user_id);

-- A browser's login. Only the hash of the cookie's token is kept.
create table lead_import.session (
  token_hash text primary key,
  user_id bigint not null references lead_import.app_user,
  -- the active org unit; null where the user is a member of none
  org_unit_id bigint references lead_import.org_unit,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_expiry on lead_import.session (expires_at);

-- A link that signs one user in once, printed at the first start.
create table lead_import.sign_in_link (
  token_hash text primary key,
  user_id bigint not null references lead_import.app_user,
  expires_at timestamptz not null
);

-- Custom profile fields; the six standard ones live in shared/profile.
create table lead_import.profile_field (
  org_unit_id bigint not null references lead_import.org_unit,
  name text not null,
  created_by bigint references lead_import.app_user,
  created_at timestamptz not null default now(),
  primary key (org_unit_id, name)
);
create unique index profile_field_name on lead_import.profile_field (org_unit_id, lower(name));

-- id is a UUID of version 7: newest first is the key read backwards.
create table lead_import.lead (
  org_unit_id bigint not null,
  id uuid not null,
  profile jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_unit_id, id)
) with (fillfactor = 90);

-- kind: 1 email, 2 phone, 3 cookie, 4 external_id, 5 social (the order of identifierKinds in shared/identifier).
create table lead_import.lead_identifier (
  org_unit_id bigint not null,
  kind smallint not null check (kind between 1 and 5),
  value text collate "C" not null check (char_length(value) between 1 and 512),
  lead_id uuid not null,
  -- the one that the job which created the lead was keyed on; the others are aliases
  is_primary boolean not null,
  primary key (org_unit_id, kind, value)
);
create index lead_identifier_lead on lead_import.lead_identifier (org_unit_id, lead_id);

create table lead_import.import_job (
  org_unit_id bigint not null references lead_import.org_unit,
  id bigint not null,
  status text not null check (status in ('in_progress', 'completed', 'failed', 'cancelled', 'undone')),
  source text not null check (source in ('wizard', 'api')),
  created_by bigint not null references lead_import.app_user,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  file_name text not null,
  file_size bigint not null,
  fingerprint text not null,
  dialect jsonb not null,
  headers jsonb not null,
  mapping jsonb not null,
  total_rows int not null,
  batch_count int not null,
  next_batch int not null default 0,
  created_count int not null default 0,
  updated_count int not null default 0,
  unchanged_count int not null default 0,
  failed_count int not null default 0,
  skipped_count int not null default 0,
  warning_count int not null default 0,
  failure text,
  idempotency_key text,
  request_digest text,
  primary key (org_unit_id, id)
);
create unique index import_job_idempotency on lead_import.import_job (org_unit_id, idempotency_key);
-- Recent Imports filtered by status, newest first
create index import_job_status on lead_import.import_job (org_unit_id, status, id);

-- One row per applied batch: the durable receipt.
create table lead_import.import_batch (
  org_unit_id bigint not null,
  job_id bigint not null,
  number int not null,
  -- SHA-256 of the body: another body under the same number is refused
  digest text not null,
  applied_at timestamptz not null,
  created_count int not null,
  updated_count int not null,
  unchanged_count int not null,
  failed_count int not null,
  skipped_count int not null,
  warning_count int not null,
  primary key (org_unit_id, job_id, number)
);

-- What a job did to a lead: the import's line in the lead's history, what undo needs, and the leads of an import.
create table lead_import.import_lead (
  org_unit_id bigint not null,
  job_id bigint not null,
  lead_id uuid not null,
  -- the first row of the file that met this lead; later rows are its duplicates
  first_row int not null,
  outcome text not null check (outcome in ('created', 'updated', 'unchanged')),
  -- equal to the lead's updated_at as long as nobody wrote to the lead after this job
  applied_at timestamptz not null,
  -- the whole profile before the job; only where outcome is updated
  before jsonb,
  -- the values that the job wrote; only where outcome is updated: a created lead's values are its profile then, which
  -- the next writer's before keeps
  wrote jsonb,
  -- aliases added to a lead that was there: [[kind, value], ...]
  added jsonb,
  primary key (org_unit_id, job_id, lead_id)
);

-- Failed rows and warnings. seq counts the issues of one row, the error first.
create table lead_import.import_row_issue (
  org_unit_id bigint not null,
  job_id bigint not null,
  row int not null,
  seq smallint not null,
  line int not null,
  severity text not null check (severity in ('error', 'warning')),
  code text not null,
  column_name text,
  value text,
  detail text,
  -- the original cells of a failed row, in file order
  cells jsonb,
  primary key (org_unit_id, job_id, row, seq)
);
