-- What comes after an import: undo, what people change themselves, deletions, merges, segments, exports.

-- Undo goes through the leads that a job met, in the order of their ids, a batch at a time; undo_cursor is the last one.
alter table lead_import.import_job
  add column undo_state text constraint import_job_undo_state_check check (undo_state in ('in_progress', 'done')),
  add column undo_by bigint references lead_import.app_user,
  add column undo_api_key_id text references lead_import.api_key,
  add column undo_started_at timestamptz,
  add column undo_completed_at timestamptz,
  add column undo_cursor uuid,
  add column undo_lead_count integer not null default 0,
  add column undo_done_count integer not null default 0,
  add column removed_count integer not null default 0,
  add column restored_count integer not null default 0,
  add column kept_count integer not null default 0;
create index import_job_to_undo on lead_import.import_job (org_unit_id, id) where undo_state = 'in_progress';

-- before_at: when the lead had been changed last before the job wrote it. kept: why an undo left something as it was.
alter table lead_import.import_lead add column before_at timestamptz, add column kept jsonb;
alter table lead_import_dry_run.import_lead add column before_at timestamptz, add column kept jsonb;
create index import_lead_kept on lead_import.import_lead (org_unit_id, job_id, first_row) where kept is not null;

-- What was done to a lead other than by an import: before and after by field (null: no value), identifiers as [kind, value].
create table lead_import.lead_change (
  org_unit_id bigint not null,
  lead_id uuid not null,
  id bigint generated always as identity,
  what text not null check (what in ('edit', 'merge', 'undo_merge', 'undo_import', 'restore')),
  at timestamptz not null,
  by_user bigint not null references lead_import.app_user,
  api_key_id text references lead_import.api_key,
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  added jsonb not null default '[]',
  removed jsonb not null default '[]',
  -- number of the merge or of the job concerned
  subject bigint,
  primary key (org_unit_id, lead_id, id)
);

-- Leads that were deleted, with what brings them back, for 30 days.
create table lead_import.lead_deletion (
  org_unit_id bigint not null references lead_import.org_unit,
  id bigint generated always as identity,
  at timestamptz not null,
  by_user bigint not null references lead_import.app_user,
  api_key_id text references lead_import.api_key,
  state text not null default 'deleted' check (state in ('deleted', 'restoring', 'restored')),
  lead_count integer not null default 0,
  restored_count integer not null default 0,
  primary key (org_unit_id, id)
);
create index lead_deletion_age on lead_import.lead_deletion (at);
create table lead_import.deleted_lead (
  org_unit_id bigint not null,
  deletion_id bigint not null,
  lead_id uuid not null,
  profile jsonb not null,
  -- [[kind, value, is_primary], ...]
  identifiers jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_unit_id, deletion_id, lead_id)
);

-- Two leads that became one by a person's decision, with what makes two of it again, for 30 days.
create table lead_import.lead_merge (
  org_unit_id bigint not null references lead_import.org_unit,
  id bigint generated always as identity,
  at timestamptz not null,
  by_user bigint not null references lead_import.app_user,
  api_key_id text references lead_import.api_key,
  into_lead uuid not null,
  from_lead uuid not null,
  -- the merged lead as it was: profile, identifiers, created_at, updated_at
  from_was jsonb not null,
  -- of the other one: the profile before, what the merge wrote (null: took away), the identifiers that came
  before jsonb not null,
  wrote jsonb not null,
  moved jsonb not null,
  undone_at timestamptz,
  primary key (org_unit_id, id)
);
create index lead_merge_into on lead_import.lead_merge (org_unit_id, into_lead);
create index lead_merge_from on lead_import.lead_merge (org_unit_id, from_lead);
create index lead_merge_age on lead_import.lead_merge (at);

-- The name of a field is its key for good; its label is what people read.
alter table lead_import.profile_field
  add column label text,
  add column description text not null default '',
  add column archived_at timestamptz;
create unique index profile_field_label on lead_import.profile_field (org_unit_id, lower(coalesce(label, name)));

create table lead_import.segment (
  org_unit_id bigint not null references lead_import.org_unit,
  id text not null,
  -- the name in lower case
  key text collate "C" not null,
  name text not null,
  description text not null default '',
  filter jsonb not null,
  created_by bigint not null references lead_import.app_user,
  api_key_id text references lead_import.api_key,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (org_unit_id, id),
  unique (org_unit_id, key)
);

-- What an export is to contain, so that its address says nothing of it.
create table lead_import.lead_export (
  org_unit_id bigint not null references lead_import.org_unit,
  id text not null,
  query jsonb not null,
  created_by bigint not null references lead_import.app_user,
  api_key_id text references lead_import.api_key,
  expires_at timestamptz not null,
  primary key (org_unit_id, id)
);
create index lead_export_expiry on lead_import.lead_export (expires_at);
