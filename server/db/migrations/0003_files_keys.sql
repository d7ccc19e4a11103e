-- Files that scripts upload, what runs their imports in the background, and who may do what.

-- A user who was invited has no password until they choose one.
alter table lead_import.app_user alter column password_hash drop not null;

-- A credential of the org unit's scripts; only the hash of its secret is kept.
create table lead_import.api_key (
  id text primary key,
  org_unit_id bigint not null references lead_import.org_unit,
  name text not null,
  secret_hash text not null,
  created_by bigint not null references lead_import.app_user,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_org_unit on lead_import.api_key (org_unit_id, created_at);

-- An uploaded file. reading: what the preview found (Reading of shared/csv/reading); null while the file comes in.
create table lead_import.import_file (
  org_unit_id bigint not null references lead_import.org_unit,
  id text not null,
  name text not null,
  size bigint not null default 0,
  fingerprint text,
  reading jsonb,
  batch_count int,
  created_by bigint not null references lead_import.app_user,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (org_unit_id, id)
);
create index import_file_expiry on lead_import.import_file (expires_at);

-- Its bytes, in the database and not on a disk, so that any server process can go on with the import.
create table lead_import.import_file_chunk (
  org_unit_id bigint not null,
  file_id text not null,
  number int not null,
  bytes bytea not null,
  primary key (org_unit_id, file_id, number)
);
-- compressing costs more time than the bytes that it saves
alter table lead_import.import_file_chunk alter column bytes set storage external;

alter table lead_import.import_job
  -- the file that the server reads; null where a browser brings the rows
  add column file_id text,
  -- the key that began it; its user is who made the key
  add column api_key_id text references lead_import.api_key,
  -- nothing is written to the lead base; the number of the copy that the rows are tried on
  add column dry_run_id bigint,
  -- the server process that works on it, while the lease lasts
  add column lease_owner text,
  add column lease_until timestamptz;
-- what the background runner looks for: jobs on files that are not over, the first of each org unit
create index import_job_to_run on lead_import.import_job (org_unit_id, id) where file_id is not null and status = 'in_progress';
