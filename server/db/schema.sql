-- Written by `npm run schema` from the migrations. Do not edit: add a migration instead.

CREATE TABLE lead_import.api_key (
  id text not null,
  org_unit_id bigint not null,
  name text not null,
  secret_hash text not null,
  created_by bigint not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_key_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint api_key_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint api_key_pkey PRIMARY KEY (id)
);

CREATE TABLE lead_import.app_user (
  id bigint not null generated always as identity,
  name text not null,
  password_hash text,
  created_at timestamp with time zone not null default now(),
  constraint app_user_pkey PRIMARY KEY (id)
);

CREATE TABLE lead_import.deleted_lead (
  org_unit_id bigint not null,
  deletion_id bigint not null,
  lead_id uuid not null,
  profile jsonb not null,
  identifiers jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint deleted_lead_pkey PRIMARY KEY (org_unit_id, deletion_id, lead_id)
);

CREATE TABLE lead_import.import_batch (
  org_unit_id bigint not null,
  job_id bigint not null,
  number integer not null,
  digest text not null,
  applied_at timestamp with time zone not null,
  created_count integer not null,
  updated_count integer not null,
  unchanged_count integer not null,
  failed_count integer not null,
  skipped_count integer not null,
  warning_count integer not null,
  constraint import_batch_pkey PRIMARY KEY (org_unit_id, job_id, number)
);

CREATE TABLE lead_import.import_file (
  org_unit_id bigint not null,
  id text not null,
  name text not null,
  size bigint not null default 0,
  fingerprint text,
  reading jsonb,
  batch_count integer,
  created_by bigint not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint import_file_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint import_file_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint import_file_pkey PRIMARY KEY (org_unit_id, id)
);

CREATE TABLE lead_import.import_file_chunk (
  org_unit_id bigint not null,
  file_id text not null,
  number integer not null,
  bytes bytea not null,
  constraint import_file_chunk_pkey PRIMARY KEY (org_unit_id, file_id, number)
);

CREATE TABLE lead_import.import_job (
  org_unit_id bigint not null,
  id bigint not null,
  status text not null,
  source text not null,
  created_by bigint not null,
  created_at timestamp with time zone not null default now(),
  completed_at timestamp with time zone,
  file_name text not null,
  file_size bigint not null,
  fingerprint text not null,
  dialect jsonb not null,
  headers jsonb not null,
  mapping jsonb not null,
  total_rows integer not null,
  batch_count integer not null,
  next_batch integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  failed_count integer not null default 0,
  skipped_count integer not null default 0,
  warning_count integer not null default 0,
  failure text,
  idempotency_key text,
  request_digest text,
  file_id text,
  api_key_id text,
  dry_run_id bigint,
  lease_owner text,
  lease_until timestamp with time zone,
  edits integer not null default 0,
  undo_state text,
  undo_by bigint,
  undo_api_key_id text,
  undo_started_at timestamp with time zone,
  undo_completed_at timestamp with time zone,
  undo_cursor uuid,
  undo_lead_count integer not null default 0,
  undo_done_count integer not null default 0,
  removed_count integer not null default 0,
  restored_count integer not null default 0,
  kept_count integer not null default 0,
  undo_failure text,
  constraint import_job_edits_check CHECK ((edits >= 0)),
  constraint import_job_source_check CHECK ((source = ANY (ARRAY['wizard'::text, 'api'::text]))),
  constraint import_job_status_check CHECK ((status = ANY (ARRAY['in_progress'::text, 'completed'::text, 'failed'::text, 'cancelled'::text, 'undone'::text]))),
  constraint import_job_undo_state_check CHECK ((undo_state = ANY (ARRAY['in_progress'::text, 'failed'::text, 'done'::text]))),
  constraint import_job_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint import_job_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint import_job_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint import_job_undo_api_key_id_fkey FOREIGN KEY (undo_api_key_id) REFERENCES lead_import.api_key(id),
  constraint import_job_undo_by_fkey FOREIGN KEY (undo_by) REFERENCES lead_import.app_user(id),
  constraint import_job_pkey PRIMARY KEY (org_unit_id, id)
);

CREATE TABLE lead_import.import_lead (
  org_unit_id bigint not null,
  job_id bigint not null,
  lead_id uuid not null,
  first_row integer not null,
  outcome text not null,
  applied_at timestamp with time zone not null,
  before jsonb,
  wrote jsonb,
  added jsonb,
  before_at timestamp with time zone,
  kept jsonb,
  constraint import_lead_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text]))),
  constraint import_lead_pkey PRIMARY KEY (org_unit_id, job_id, lead_id)
);

CREATE TABLE lead_import.import_row_issue (
  org_unit_id bigint not null,
  job_id bigint not null,
  row integer not null,
  seq smallint not null,
  line integer not null,
  severity text not null,
  code text not null,
  column_name text,
  value text,
  detail text,
  cells jsonb,
  constraint import_row_issue_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'warning'::text]))),
  constraint import_row_issue_pkey PRIMARY KEY (org_unit_id, job_id, "row", seq)
);

CREATE TABLE lead_import.lead (
  org_unit_id bigint not null,
  id uuid not null,
  profile jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  era integer not null default 0,
  kinds smallint not null default 0,
  constraint lead_pkey PRIMARY KEY (org_unit_id, id)
) WITH (fillfactor=90);

CREATE TABLE lead_import.lead_change (
  org_unit_id bigint not null,
  lead_id uuid not null,
  id bigint not null generated always as identity,
  what text not null,
  at timestamp with time zone not null,
  by_user bigint not null,
  api_key_id text,
  before jsonb not null default '{}'::jsonb,
  after jsonb not null default '{}'::jsonb,
  added jsonb not null default '[]'::jsonb,
  removed jsonb not null default '[]'::jsonb,
  subject bigint,
  constraint lead_change_what_check CHECK ((what = ANY (ARRAY['edit'::text, 'merge'::text, 'undo_merge'::text, 'undo_import'::text, 'restore'::text]))),
  constraint lead_change_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint lead_change_by_user_fkey FOREIGN KEY (by_user) REFERENCES lead_import.app_user(id),
  constraint lead_change_pkey PRIMARY KEY (org_unit_id, lead_id, id)
);

CREATE TABLE lead_import.lead_deletion (
  org_unit_id bigint not null,
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  by_user bigint not null,
  api_key_id text,
  state text not null default 'deleted'::text,
  lead_count integer not null default 0,
  restored_count integer not null default 0,
  restore_cursor uuid,
  constraint lead_deletion_state_check CHECK ((state = ANY (ARRAY['deleted'::text, 'restoring'::text, 'restored'::text]))),
  constraint lead_deletion_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint lead_deletion_by_user_fkey FOREIGN KEY (by_user) REFERENCES lead_import.app_user(id),
  constraint lead_deletion_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint lead_deletion_pkey PRIMARY KEY (org_unit_id, id)
);

CREATE TABLE lead_import.lead_era (
  org_unit_id bigint not null,
  first_id uuid not null,
  era integer not null generated always as identity,
  lead_count integer not null default 0,
  constraint lead_era_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint lead_era_pkey PRIMARY KEY (org_unit_id, first_id)
);

CREATE TABLE lead_import.lead_export (
  org_unit_id bigint not null,
  id text not null,
  query jsonb not null,
  created_by bigint not null,
  api_key_id text,
  expires_at timestamp with time zone not null,
  constraint lead_export_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint lead_export_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint lead_export_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint lead_export_pkey PRIMARY KEY (org_unit_id, id)
);

CREATE TABLE lead_import.lead_identifier (
  org_unit_id bigint not null,
  kind smallint not null,
  value text collate "C" not null,
  lead_id uuid not null,
  is_primary boolean not null,
  constraint lead_identifier_kind_check CHECK (((kind >= 1) AND (kind <= 5))),
  constraint lead_identifier_value_check CHECK (((char_length(value) >= 1) AND (char_length(value) <= 512))),
  constraint lead_identifier_pkey PRIMARY KEY (org_unit_id, kind, value)
);

CREATE TABLE lead_import.lead_merge (
  org_unit_id bigint not null,
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  by_user bigint not null,
  api_key_id text,
  into_lead uuid not null,
  from_lead uuid not null,
  from_was jsonb not null,
  before jsonb not null,
  wrote jsonb not null,
  moved jsonb not null,
  undone_at timestamp with time zone,
  constraint lead_merge_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint lead_merge_by_user_fkey FOREIGN KEY (by_user) REFERENCES lead_import.app_user(id),
  constraint lead_merge_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint lead_merge_pkey PRIMARY KEY (org_unit_id, id)
);

CREATE TABLE lead_import.mapping_header (
  org_unit_id bigint not null,
  key text collate "C" not null,
  target jsonb not null,
  job_id bigint not null,
  constraint mapping_header_pkey PRIMARY KEY (org_unit_id, key)
);

CREATE TABLE lead_import.mapping_set (
  org_unit_id bigint not null,
  key text collate "C" not null,
  job_id bigint not null,
  constraint mapping_set_pkey PRIMARY KEY (org_unit_id, key)
);

CREATE TABLE lead_import.mapping_template (
  org_unit_id bigint not null,
  key text collate "C" not null,
  id text not null,
  name text not null,
  kind text not null,
  default_country text,
  invalid_alias text not null,
  columns jsonb not null,
  saved_by bigint not null,
  api_key_id text,
  saved_at timestamp with time zone not null default now(),
  constraint mapping_template_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint mapping_template_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint mapping_template_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES lead_import.app_user(id),
  constraint mapping_template_pkey PRIMARY KEY (org_unit_id, key),
  constraint mapping_template_org_unit_id_id_key UNIQUE (org_unit_id, id)
);

CREATE TABLE lead_import.membership (
  org_unit_id bigint not null,
  user_id bigint not null,
  role text not null,
  constraint membership_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'member'::text]))),
  constraint membership_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES lead_import.app_user(id),
  constraint membership_pkey PRIMARY KEY (org_unit_id, user_id)
);

CREATE TABLE lead_import.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number)
);

CREATE TABLE lead_import.org_unit (
  id bigint not null generated always as identity,
  name text not null,
  last_job_id bigint not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint org_unit_pkey PRIMARY KEY (id)
);

CREATE TABLE lead_import.profile_field (
  org_unit_id bigint not null,
  name text not null,
  created_by bigint,
  created_at timestamp with time zone not null default now(),
  label text,
  description text not null default ''::text,
  archived_at timestamp with time zone,
  constraint profile_field_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint profile_field_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint profile_field_pkey PRIMARY KEY (org_unit_id, name)
);

CREATE TABLE lead_import.segment (
  org_unit_id bigint not null,
  id text not null,
  key text collate "C" not null,
  name text not null,
  description text not null default ''::text,
  filter jsonb not null,
  created_by bigint not null,
  api_key_id text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint segment_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint segment_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint segment_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint segment_pkey PRIMARY KEY (org_unit_id, id),
  constraint segment_org_unit_id_key_key UNIQUE (org_unit_id, key)
);

CREATE TABLE lead_import.session (
  token_hash text not null,
  user_id bigint not null,
  org_unit_id bigint,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint session_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES lead_import.app_user(id),
  constraint session_pkey PRIMARY KEY (token_hash)
);

CREATE TABLE lead_import.sign_in_link (
  token_hash text not null,
  user_id bigint not null,
  expires_at timestamp with time zone not null,
  constraint sign_in_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES lead_import.app_user(id),
  constraint sign_in_link_pkey PRIMARY KEY (token_hash)
);

CREATE TABLE lead_import_dry_run.import_lead (
  org_unit_id bigint not null,
  job_id bigint not null,
  lead_id uuid not null,
  first_row integer not null,
  outcome text not null,
  applied_at timestamp with time zone not null,
  before jsonb,
  wrote jsonb,
  added jsonb,
  before_at timestamp with time zone,
  kept jsonb,
  constraint import_lead_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text]))),
  constraint import_lead_pkey PRIMARY KEY (org_unit_id, job_id, lead_id)
);

CREATE TABLE lead_import_dry_run.lead (
  org_unit_id bigint not null,
  id uuid not null,
  profile jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  era integer not null default 0,
  kinds smallint not null default 0,
  constraint lead_pkey PRIMARY KEY (org_unit_id, id)
) WITH (fillfactor=90);

CREATE TABLE lead_import_dry_run.lead_identifier (
  org_unit_id bigint not null,
  kind smallint not null,
  value text collate "C" not null,
  lead_id uuid not null,
  is_primary boolean not null,
  constraint lead_identifier_kind_check CHECK (((kind >= 1) AND (kind <= 5))),
  constraint lead_identifier_value_check CHECK (((char_length(value) >= 1) AND (char_length(value) <= 512))),
  constraint lead_identifier_pkey PRIMARY KEY (org_unit_id, kind, value)
);

CREATE INDEX api_key_org_unit ON lead_import.api_key USING btree (org_unit_id, created_at);
CREATE UNIQUE INDEX app_user_name ON lead_import.app_user USING btree (lower(name));
CREATE INDEX deleted_lead_lead ON lead_import.deleted_lead USING btree (org_unit_id, lead_id);
CREATE INDEX import_file_expiry ON lead_import.import_file USING btree (expires_at);
CREATE UNIQUE INDEX import_job_dry_run ON lead_import.import_job USING btree (dry_run_id) WHERE (dry_run_id IS NOT NULL);
CREATE UNIQUE INDEX import_job_idempotency ON lead_import.import_job USING btree (org_unit_id, idempotency_key);
CREATE INDEX import_job_status ON lead_import.import_job USING btree (org_unit_id, status, id);
CREATE INDEX import_job_to_run ON lead_import.import_job USING btree (org_unit_id, id) WHERE ((file_id IS NOT NULL) AND (status = 'in_progress'::text));
CREATE INDEX import_job_to_undo ON lead_import.import_job USING btree (org_unit_id, id) WHERE (undo_state = 'in_progress'::text);
CREATE INDEX import_lead_created ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'created'::text);
CREATE INDEX import_lead_kept ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (kept IS NOT NULL);
CREATE INDEX import_lead_unchanged ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'unchanged'::text);
CREATE INDEX import_lead_updated ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'updated'::text);
CREATE INDEX import_row_issue_folded ON lead_import.import_row_issue USING btree (org_unit_id, job_id, detail) WHERE (code = 'duplicate_row'::text);
CREATE INDEX import_row_issue_owner ON lead_import.import_row_issue USING btree (org_unit_id, detail) WHERE (code = 'alias_conflict'::text);
CREATE INDEX lead_deletion_age ON lead_import.lead_deletion USING btree (at);
CREATE INDEX lead_export_expiry ON lead_import.lead_export USING btree (expires_at);
CREATE INDEX lead_identifier_lead ON lead_import.lead_identifier USING btree (org_unit_id, lead_id);
CREATE INDEX lead_merge_age ON lead_import.lead_merge USING btree (at) WHERE (from_was ? 'profile'::text);
CREATE INDEX lead_merge_from ON lead_import.lead_merge USING btree (org_unit_id, from_lead);
CREATE INDEX lead_merge_into ON lead_import.lead_merge USING btree (org_unit_id, into_lead);
CREATE INDEX lead_terms ON lead_import.lead USING gin (lead_import.lead_marks(era, kinds, profile), lead_import.lead_words(era, profile), profile) WITH (gin_pending_list_limit='512');
CREATE INDEX mapping_header_age ON lead_import.mapping_header USING btree (org_unit_id, job_id);
CREATE INDEX mapping_set_age ON lead_import.mapping_set USING btree (org_unit_id, job_id);
CREATE INDEX membership_user ON lead_import.membership USING btree (user_id);
CREATE UNIQUE INDEX profile_field_label ON lead_import.profile_field USING btree (org_unit_id, lower(COALESCE(label, name)));
CREATE UNIQUE INDEX profile_field_name ON lead_import.profile_field USING btree (org_unit_id, lower(name));
CREATE INDEX session_expiry ON lead_import.session USING btree (expires_at);
CREATE INDEX import_lead_created ON lead_import_dry_run.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'created'::text);
CREATE INDEX import_lead_unchanged ON lead_import_dry_run.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'unchanged'::text);
CREATE INDEX import_lead_updated ON lead_import_dry_run.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'updated'::text);
CREATE INDEX lead_identifier_org_unit_id_lead_id_idx ON lead_import_dry_run.lead_identifier USING btree (org_unit_id, lead_id);

CREATE OR REPLACE FUNCTION lead_import.add_identifier(p_org_unit bigint, p_lead uuid, p_user bigint, p_key text, p_kind smallint, p_value text, OUT answer text, OUT owner uuid, OUT owner_name text)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_lead lead;
  v_now timestamptz;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  select * into v_lead from lead where org_unit_id = p_org_unit and id = p_lead;
  if not found then answer := 'gone'; return; end if;
  select i.lead_id, lead_name(p_org_unit, l.id, l.profile) into owner, owner_name
  from lead_identifier i join lead l on l.org_unit_id = i.org_unit_id and l.id = i.lead_id
  where i.org_unit_id = p_org_unit and i.kind = p_kind and i.value = p_value;
  if found then answer := case when owner = p_lead then 'same' else 'taken' end; return; end if;
  v_now := change_time(v_lead.updated_at);
  insert into lead_identifier (org_unit_id, kind, value, lead_id, is_primary) values (p_org_unit, p_kind, p_value, p_lead, false);
  perform settle_identifiers(p_org_unit, p_lead, v_now);
  insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, added)
  values (p_org_unit, p_lead, 'edit', v_now, p_user, p_key, jsonb_build_array(jsonb_build_array(p_kind, p_value)));
  answer := 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.apply_rows(p_job lead_import.import_job, p_now timestamp with time zone, p_id_prefix text, p_first_place integer, p_rows jsonb, p_issues jsonb, OUT created integer, OUT updated integer, OUT unchanged integer, OUT warnings integer)
 RETURNS record
 LANGUAGE plpgsql
 SET enable_nestloop TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
declare
  v_org bigint := coalesce(p_job.dry_run_id, p_job.org_unit_id);
  v_kind smallint := kind_code(p_job.mapping->>'kind');
  v_identifier_column text := (
    select p_job.headers->>(n - 1)::int from jsonb_array_elements(p_job.mapping->'targets') with ordinality t(target, n)
    where target->>'to' = 'identifier');
  v_rows int;
  v_era int := 0;
begin
  if p_job.dry_run_id is null then v_era := era_for_new(p_job.org_unit_id, (p_id_prefix || '0000')::uuid); end if;
  with recursive
  -- i: place in the batch; r, l: row and line in the file
  src as materialized (
    select (n - 1)::int as i, r, coalesce(l, r) as l, p, coalesce(f, '{}') as f, coalesce(g, '{}') as g, a
    from rows from (jsonb_to_recordset(p_rows) as (r int, l int, p text, f jsonb, g jsonb, a jsonb)) with ordinality as t(r, l, p, f, g, a, n)),
  alias as materialized (
    select i, kind_code(e->>0) as kind, e->>1 as value, (e->>2)::int as file_column
    from src, lateral (select e from jsonb_array_elements(src.a) e offset 0) t where src.a is not null),
  -- every identifier of the batch, with the first row that mentions it and the lead that has it
  identifier as materialized (
    select kind, value, min(i) as first_i
    from (select i, v_kind as kind, p as value from src union all select i, kind, value from alias) mention
    group by kind, value),
  owner as materialized (
    select d.kind, d.value, d.first_i, o.lead_id
    from identifier d left join lateral (
      select x.lead_id from lead_identifier x where x.org_unit_id = v_org and x.kind = d.kind and x.value = d.value offset 0) o on true),
  -- a row belongs to the lead that has its primary identifier, or to the lead of the earlier row that brought it, or makes one
  claim as materialized (
    select s.i, o.first_i, o.lead_id,
      case when o.lead_id is null and o.first_i = s.i
        then (p_id_prefix || lpad(to_hex(p_first_place + s.i), 4, '0'))::uuid end as candidate
    from src s join owner o on o.kind = v_kind and o.value = s.p),
  chain(i, at_i) as (
    select i, first_i from claim where lead_id is null and first_i <> i
    union all
    select chain.i, c.first_i from chain join claim c on c.i = chain.at_i where c.lead_id is null and c.first_i <> c.i),
  row_lead as materialized (
    select i, coalesce(lead_id, candidate) as lead_id, lead_id is null as is_new from claim where lead_id is not null or first_i = i
    union all
    select chain.i, coalesce(c.lead_id, c.candidate), c.lead_id is null
    from chain join claim c on c.i = chain.at_i where c.lead_id is not null or c.first_i = c.i),
  -- the leads of the batch: as they were, and whether this job met them before
  met as materialized (
    select lead_id, is_new, count(*) as n, min(i) as first_i from row_lead group by lead_id, is_new),
  known as materialized (
    select m.lead_id, l.profile, l.updated_at, j.first_row
    from met m
    cross join lateral (select x.profile, x.updated_at from lead x where x.org_unit_id = v_org and x.id = m.lead_id offset 0) l
    left join lateral (
      select x.first_row from import_lead x
      where x.org_unit_id = v_org and x.job_id = p_job.id and x.lead_id = m.lead_id offset 0) j on true
    where not m.is_new),
  fresh as materialized (
    select o.kind, o.value, o.first_i, l.lead_id, l.is_new
    from owner o join row_lead l on l.i = o.first_i where o.lead_id is null),
  adding as materialized (select distinct first_i as i from fresh),
  fresh_kinds as materialized (select lead_id, bit_or(1::smallint << (kind - 1)) as kinds from fresh group by lead_id),
  -- what each row changes, seen from the state just before it
  step as materialized (
    select s.i, m.lead_id, s.f, s.g, k.profile as before, '{}'::jsonb as f_run, '{}'::jsonb as g_run
    from met m join src s on s.i = m.first_i left join known k on k.lead_id = m.lead_id where m.n = 1
    union all
    select s.i, m.lead_id, s.f, s.g, k.profile,
      jsonb_overwrite(s.f) over earlier, jsonb_fill(s.g) over earlier
    from met m join row_lead l on l.lead_id = m.lead_id join src s on s.i = l.i left join known k on k.lead_id = m.lead_id
    where m.n > 1
    window earlier as (partition by m.lead_id order by s.i rows between unbounded preceding and 1 preceding)),
  effect as materialized (
    select x.i, x.lead_id,
      case when m.is_new and m.first_i = x.i then 'created'
        when not (now_has @> x.f) or (x.g <> '{}' and (x.g || now_has) <> now_has) or a.i is not null then 'updated'
        else 'unchanged' end as outcome
    from (select step.*, case when f_run = '{}' and g_run = '{}' then coalesce(before, '{}')
        else (coalesce(g_run, '{}') || coalesce(before, '{}')) || coalesce(f_run, '{}') end as now_has from step) x
    join met m on m.lead_id = x.lead_id left join adding a on a.i = x.i),
  -- one patch per lead: what fills goes under, what overwrites on top
  fold as materialized (
    select m.lead_id, m.is_new, m.first_i, s.f, s.g from met m join src s on s.i = m.first_i where m.n = 1
    union all
    select m.lead_id, m.is_new, m.first_i, jsonb_overwrite(s.f order by s.i), jsonb_fill(s.g order by s.i)
    from met m join row_lead l on l.lead_id = m.lead_id join src s on s.i = l.i where m.n > 1 group by 1, 2, 3),
  changed as materialized (select distinct lead_id from effect where outcome = 'updated'),
  todo as materialized (
    select f.lead_id, s.r as first_row, k.profile as before, k.updated_at as before_at, c.lead_id is not null as is_changed,
      case when f.g = '{}' then f.f
        else (f.g - array(select jsonb_object_keys(k.profile))) || f.f end as patch,
      (select jsonb_agg(jsonb_build_array(x.kind, x.value)) from fresh x where x.lead_id = f.lead_id) as added
    from fold f join src s on s.i = f.first_i join known k on k.lead_id = f.lead_id left join changed c on c.lead_id = f.lead_id
    where not f.is_new),
  new_leads as (
    insert into lead (org_unit_id, id, profile, created_at, updated_at, era, kinds)
    select v_org, o.lead_id, o.g || o.f, p_now, p_now, v_era, coalesce(n.kinds, 0)
    from fold o left join fresh_kinds n on n.lead_id = o.lead_id where o.is_new order by o.lead_id returning 1),
  -- an upsert and not an update: with nested loops off, an update would read the whole table
  old_leads as (
    insert into lead as l (org_unit_id, id, profile, created_at, updated_at, era, kinds)
    select v_org, t.lead_id, t.patch, p_now, p_now, 0, coalesce(n.kinds, 0)
    from todo t left join fresh_kinds n on n.lead_id = t.lead_id where t.is_changed order by t.lead_id
    on conflict (org_unit_id, id) do update set profile = l.profile || excluded.profile, updated_at = excluded.updated_at,
      kinds = l.kinds | excluded.kinds
    returning 1),
  new_identifiers as (
    insert into lead_identifier (org_unit_id, kind, value, lead_id, is_primary)
    select v_org, x.kind, x.value, x.lead_id, x.is_new and x.kind = v_kind and x.value = s.p and m.first_i = x.first_i
    from fresh x join met m on m.lead_id = x.lead_id join src s on s.i = x.first_i
    order by x.kind, x.value returning 1),
  new_records as (
    insert into import_lead (org_unit_id, job_id, lead_id, first_row, outcome, applied_at)
    select v_org, p_job.id, m.lead_id, s.r, 'created', p_now
    from met m join src s on s.i = m.first_i where m.is_new order by m.lead_id returning 1),
  old_records as (
    insert into import_lead as j (org_unit_id, job_id, lead_id, first_row, outcome, applied_at, before, before_at, wrote, added)
    select v_org, p_job.id, lead_id, first_row, case when is_changed then 'updated' else 'unchanged' end, p_now,
      case when is_changed then before end, case when is_changed then before_at end, case when is_changed then patch end, added
    from todo order by lead_id
    -- the job met the lead in an earlier batch: a created lead stays created, and its values are its own
    on conflict (org_unit_id, job_id, lead_id) do update set
      applied_at = case when j.outcome = 'created' and excluded.before_at <> j.applied_at then j.applied_at else excluded.applied_at end,
      outcome = case j.outcome when 'created' then 'created' else 'updated' end,
      before = case when j.outcome <> 'created' then case
        when j.outcome = 'unchanged' or excluded.before_at = j.applied_at then coalesce(j.before, excluded.before)
        -- what others wrote in between is not the job's to take away
        else excluded.before - array(select jsonb_object_keys(j.wrote)) || (
          select coalesce(jsonb_object_agg(w.key, w.was), '{}') from (
            select key, case when excluded.before->key = value then j.before->key else excluded.before->key end as was
            from jsonb_each(j.wrote)) w where w.was is not null) end end,
      before_at = case when j.outcome = 'unchanged' then excluded.before_at when excluded.before_at = j.applied_at then j.before_at end,
      wrote = case when j.outcome <> 'created' then coalesce(j.wrote, '{}') || excluded.wrote end,
      added = case when j.outcome <> 'created' then coalesce(j.added || excluded.added, j.added, excluded.added) end
    where excluded.outcome = 'updated'
    returning 1),
  found as (
    select t.row as r, t.line as l, t.severity, t.code, t.column as column_name, t.value, t.detail, t.cells, 0 as source, t.n
    from rows from (jsonb_to_recordset(p_issues) as (
      "row" int, line int, severity text, code text, "column" text, value text, detail text, cells jsonb))
      with ordinality as t("row", line, severity, code, "column", value, detail, cells, n)
    union all
    select s.r, s.l, 'warning', 'duplicate_row', v_identifier_column, left(s.p, 200), coalesce(k.first_row, f.r)::text, null, 1, 0
    from row_lead l join met m on m.lead_id = l.lead_id join src s on s.i = l.i join src f on f.i = m.first_i
      left join known k on k.lead_id = l.lead_id
    where l.i <> m.first_i or k.first_row is not null
    union all
    select s.r, s.l, 'warning', 'alias_conflict', p_job.headers->>a.file_column, left(a.value, 200),
      coalesce(o.lead_id, other.lead_id)::text, null, 2, a.file_column
    from alias a join owner o on o.kind = a.kind and o.value = a.value join row_lead l on l.i = a.i join src s on s.i = a.i
      left join row_lead other on other.i = o.first_i and o.lead_id is null
    where coalesce(o.lead_id, other.lead_id) <> l.lead_id),
  issues as (
    insert into import_row_issue (org_unit_id, job_id, row, seq, line, severity, code, column_name, value, detail, cells)
    select p_job.org_unit_id, p_job.id, r, row_number() over (partition by r order by severity, source, n) - 1, l, severity, code,
      column_name, value, detail, cells
    from found returning 1)
  select count(*) filter (where outcome = 'created'), count(*) filter (where outcome <> 'created'),
    count(*) filter (where outcome = 'unchanged'), (select count(*) from found where severity = 'warning'), count(*)
  into created, updated, unchanged, warnings, v_rows from effect;
  if v_rows <> jsonb_array_length(p_rows) then
    raise exception 'apply_rows: % rows came, % were applied', jsonb_array_length(p_rows), v_rows using errcode = 'data_corrupted';
  end if;
  if v_era > 0 and created > 0 then
    update lead_era e set lead_count = e.lead_count + created where e.org_unit_id = p_job.org_unit_id and e.era = v_era;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.change_field(p_org_unit bigint, p_name text, p_label text, p_description text, p_archived boolean)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_twin text;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  v_twin := field_called(p_org_unit, p_label, p_name);
  if v_twin is null then
    update profile_field f set label = nullif(coalesce(p_label, f.label), f.name),
      description = coalesce(p_description, f.description),
      archived_at = case when p_archived is null then f.archived_at when p_archived then coalesce(f.archived_at, now()) end
    where f.org_unit_id = p_org_unit and f.name = p_name;
  end if;
  return v_twin;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.change_time(p_last timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$ select greatest(clock_timestamp(), p_last + interval '1 millisecond') $function$;

CREATE OR REPLACE FUNCTION lead_import.clear_changes(p_days integer, p_limit integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_until timestamptz := now() - make_interval(days => p_days);
  v_leads int;
  v_merges int;
begin
  with old as materialized (
    select d.org_unit_id, d.deletion_id, d.lead_id
    from lead_deletion x join deleted_lead d on d.org_unit_id = x.org_unit_id and d.deletion_id = x.id
    where x.at <= v_until limit p_limit),
  leads as (
    delete from deleted_lead d using old o
    where d.org_unit_id = o.org_unit_id and d.deletion_id = o.deletion_id and d.lead_id = o.lead_id returning 1),
  changes as (
    delete from lead_change c using old o where c.org_unit_id = o.org_unit_id and c.lead_id = o.lead_id returning 1),
  merges as (
    delete from lead_merge m using old o where m.org_unit_id = o.org_unit_id and m.into_lead = o.lead_id returning 1)
  select count(*) into v_leads from old;
  delete from lead_deletion x where x.at <= v_until
    and not exists (select from deleted_lead d where d.org_unit_id = x.org_unit_id and d.deletion_id = x.id);
  with old as materialized (
    select org_unit_id, id, from_lead, undone_at from lead_merge where at <= v_until and from_was ? 'profile' limit p_limit),
  changes as (
    delete from lead_change c using old o
    where o.undone_at is null and c.org_unit_id = o.org_unit_id and c.lead_id = o.from_lead returning 1),
  merges as (
    update lead_merge m set from_was = jsonb_build_object('name', m.from_was->'name'), before = '{}', wrote = '{}', moved = '[]'
    from old o where m.org_unit_id = o.org_unit_id and m.id = o.id returning 1)
  select count(*) into v_merges from old;
  return v_leads + v_merges;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.copy_mentioned(p_job lead_import.import_job, p_rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
 SET enable_nestloop TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
begin
  with mention as materialized (
    select kind_code(p_job.mapping->>'kind') as kind, e->>'p' as value from jsonb_array_elements(p_rows) e
    union
    select kind_code(a->>0), a->>1 from jsonb_array_elements(p_rows) e, lateral (
      select a from jsonb_array_elements(e->'a') a offset 0) t where e ? 'a'),
  owner as materialized (
    select o.* from mention m cross join lateral (
      select x.kind, x.value, x.lead_id, x.is_primary from lead_identifier x
      where x.org_unit_id = p_job.org_unit_id and x.kind = m.kind and x.value = m.value offset 0) o),
  identifiers as (
    insert into lead_import_dry_run.lead_identifier (org_unit_id, kind, value, lead_id, is_primary)
    select p_job.dry_run_id, kind, value, lead_id, is_primary from owner on conflict do nothing)
  insert into lead_import_dry_run.lead (org_unit_id, id, profile, created_at, updated_at)
  select p_job.dry_run_id, l.id, l.profile, l.created_at, l.updated_at
  from (select distinct lead_id from owner) o cross join lateral (
    select x.* from lead x where x.org_unit_id = p_job.org_unit_id and x.id = o.lead_id offset 0) l
  on conflict do nothing;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.define_field(p_org_unit bigint, p_user bigint, p_name text, p_description text)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_twin text;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  v_twin := field_called(p_org_unit, p_name, null);
  if v_twin is null then
    insert into profile_field (org_unit_id, name, description, created_by)
    values (p_org_unit, p_name, p_description, p_user);
  end if;
  return v_twin;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.delete_leads(p_org_unit bigint, p_user bigint, p_key text, p_ids jsonb, p_deletion bigint, OUT answer text, OUT deletion bigint, OUT deleted integer)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
 SET enable_nestloop TO 'off'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
declare
  v_ids uuid[] := array(select distinct value::uuid from jsonb_array_elements_text(p_ids));
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  if p_deletion is null then
    insert into lead_deletion (org_unit_id, at, by_user, api_key_id) values (p_org_unit, clock_timestamp(), p_user, p_key)
    returning id into deletion;
  else
    select id into deletion from lead_deletion
    where org_unit_id = p_org_unit and id = p_deletion and by_user = p_user and state = 'deleted' and at > now() - interval '1 day';
    if not found then answer := 'unknown'; return; end if;
  end if;
  with gone as (
    delete from lead where org_unit_id = p_org_unit and id = any(v_ids) returning id, profile, created_at, updated_at),
  theirs as (
    delete from lead_identifier where org_unit_id = p_org_unit and lead_id = any(v_ids) returning lead_id, kind, value, is_primary),
  listed as (
    select lead_id, jsonb_agg(jsonb_build_array(kind, value, is_primary) order by is_primary desc, kind, value) as identifiers
    from theirs group by lead_id)
  insert into deleted_lead (org_unit_id, deletion_id, lead_id, profile, identifiers, created_at, updated_at)
  select p_org_unit, deletion, g.id, g.profile, coalesce(t.identifiers, '[]'), g.created_at, g.updated_at
  from gone g left join listed t on t.lead_id = g.id;
  get diagnostics deleted = row_count;
  update lead_deletion d set lead_count = lead_count + deleted where d.org_unit_id = p_org_unit and d.id = deletion;
  if deleted = 0 and p_deletion is null then
    delete from lead_deletion d where d.org_unit_id = p_org_unit and d.id = deletion;
    deletion := null;
  end if;
  answer := 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.edit_lead(p_org_unit bigint, p_lead uuid, p_user bigint, p_key text, p_patch jsonb, p_seen timestamp with time zone, OUT answer text, OUT detail text)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_lead lead;
  v_before jsonb;
  v_after jsonb;
  v_now timestamptz;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  select * into v_lead from lead where org_unit_id = p_org_unit and id = p_lead;
  if not found then answer := 'gone'; return; end if;
  -- clients know milliseconds
  if date_trunc('milliseconds', v_lead.updated_at) <> date_trunc('milliseconds', p_seen) then answer := 'changed'; return; end if;
  select f.name into detail from profile_field f
  where f.org_unit_id = p_org_unit and f.archived_at is not null and p_patch->>f.name is not null and not v_lead.profile ? f.name limit 1;
  if found then answer := 'archived'; return; end if;
  select jsonb_object_agg(key, v_lead.profile->key), jsonb_object_agg(key, value) into v_before, v_after
  from jsonb_each(p_patch) where v_lead.profile->>key is distinct from p_patch->>key;
  if v_after is null then answer := 'same'; return; end if;
  v_now := change_time(v_lead.updated_at);
  update lead set profile = jsonb_strip_nulls(profile || v_after), updated_at = v_now where org_unit_id = p_org_unit and id = p_lead;
  insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, before, after)
  values (p_org_unit, p_lead, 'edit', v_now, p_user, p_key, v_before, v_after);
  answer := 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.era_for_new(p_org_unit bigint, p_first_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_newest lead_era;
  v_era integer;
begin
  select * into v_newest from lead_era where org_unit_id = p_org_unit order by first_id desc limit 1;
  if not found or v_newest.lead_count < 8192 or p_first_id <= v_newest.first_id
    or exists (select from lead where org_unit_id = p_org_unit and id >= p_first_id)
  then
    return era_of(p_org_unit, p_first_id);
  end if;
  insert into lead_era (org_unit_id, first_id) values (p_org_unit, p_first_id) returning era into v_era;
  return v_era;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.era_of(p_org_unit bigint, p_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_era integer;
begin
  select era into v_era from lead_era where org_unit_id = p_org_unit and first_id <= p_id order by first_id desc limit 1;
  if not found then
    insert into lead_era (org_unit_id, first_id) values (p_org_unit, '00000000-0000-0000-0000-000000000000')
    on conflict do nothing returning era into v_era;
  end if;
  return v_era;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.field_called(p_org_unit bigint, p_words text, p_except text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
  select f.name from profile_field f
  where f.org_unit_id = p_org_unit and f.name is distinct from p_except
    and field_key(p_words) in (field_key(f.name), field_key(coalesce(f.label, f.name)))
  order by f.name limit 1
$function$;

CREATE OR REPLACE FUNCTION lead_import.field_key(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select lower(normalize(words, NFC) collate "und-x-icu") $function$;

CREATE OR REPLACE FUNCTION lead_import.folded(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select regexp_replace(lower(words collate "und-x-icu"), '[^[:alnum:]]+', ' ', 'g') $function$;

CREATE OR REPLACE FUNCTION lead_import.ingest_batch(p_org_unit bigint, p_job bigint, p_number integer, p_digest text, p_id_prefix text, p_one_by_one boolean, p_batch jsonb, OUT answer text, OUT receipt jsonb, OUT job jsonb)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_job import_job;
  v_batch import_batch;
  v_now timestamptz;
  v_done record;
  v_row jsonb;
  v_place int := 0;
  v_state text;
  v_message text;
begin
  -- one importer per org unit at a time: no deadlocks, and every statement below sees what the last one wrote
  perform 1 from org_unit u where u.id = p_org_unit and not exists (
    select from import_job j where j.org_unit_id = p_org_unit and j.id = p_job and j.dry_run_id is not null) for no key update;
  select * into v_job from import_job where org_unit_id = p_org_unit and id = p_job for no key update;
  if not found then answer := 'unknown'; return; end if;
  job := to_jsonb(v_job);
  select * into v_batch from import_batch where org_unit_id = p_org_unit and job_id = p_job and number = p_number;
  if found then
    answer := case when v_batch.digest = p_digest then 'replayed' else 'differs' end;
    receipt := to_jsonb(v_batch);
    return;
  end if;
  if v_job.status <> 'in_progress' then answer := 'over'; return; end if;
  if p_number <> v_job.next_batch then answer := 'early'; return; end if;

  -- after the lock, so that it grows from batch to batch
  v_now := clock_timestamp();
  v_batch := (p_org_unit, p_job, p_number, p_digest, v_now, 0, 0, 0, 0, (p_batch->>'skipped')::int, 0);
  select count(*) into v_batch.failed_count from jsonb_array_elements(p_batch->'issues') e where e->>'severity' = 'error';
  if v_job.dry_run_id is not null then
    perform copy_mentioned(v_job, p_batch->'rows');
    perform set_config('search_path', 'lead_import_dry_run, lead_import, pg_catalog, pg_temp', true);
  end if;
  if not p_one_by_one then
    select * into v_done from apply_rows(v_job, v_now, p_id_prefix, 0, p_batch->'rows', p_batch->'issues');
    v_batch.created_count := v_done.created;
    v_batch.updated_count := v_done.updated;
    v_batch.unchanged_count := v_done.unchanged;
    v_batch.warning_count := v_done.warnings;
  else
    -- what the browser found about rows without a lead
    select * into v_done from apply_rows(v_job, v_now, p_id_prefix, 0, '[]', coalesce((
      select jsonb_agg(e order by n) from jsonb_array_elements(p_batch->'issues') with ordinality t(e, n)
      where not exists (select from jsonb_array_elements(p_batch->'rows') r where r->'r' = e->'row')), '[]'));
    v_batch.warning_count := v_done.warnings;
    for v_row in select e from jsonb_array_elements(p_batch->'rows') with ordinality t(e, n) order by n loop
      begin
        select * into v_done from apply_rows(v_job, v_now, p_id_prefix, v_place, jsonb_build_array(v_row - 'cells'), coalesce((
          select jsonb_agg(e order by n) from jsonb_array_elements(p_batch->'issues') with ordinality t(e, n)
          where e->'row' = v_row->'r'), '[]'));
        v_batch.created_count := v_batch.created_count + v_done.created;
        v_batch.updated_count := v_batch.updated_count + v_done.updated;
        v_batch.unchanged_count := v_batch.unchanged_count + v_done.unchanged;
        v_batch.warning_count := v_batch.warning_count + v_done.warnings;
      exception when others then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
        -- not the row's fault: the whole batch is sent again
        if v_state like '40%' or v_state like '53%' or v_state like '55%' or v_state like '57%' or v_state like '58%' or v_state like 'XX%'
        then raise; end if;
        insert into import_row_issue (org_unit_id, job_id, row, seq, line, severity, code, detail, cells)
        values (p_org_unit, p_job, (v_row->>'r')::int, 0, coalesce((v_row->>'l')::int, (v_row->>'r')::int), 'error', 'row_failed',
          plain_cause(v_state, v_message), v_row->'cells');
        v_batch.failed_count := v_batch.failed_count + 1;
      end;
      v_place := v_place + 1;
    end loop;
  end if;

  insert into import_batch select v_batch.*;
  update import_job j set
    next_batch = p_number + 1,
    created_count = j.created_count + v_batch.created_count,
    updated_count = j.updated_count + v_batch.updated_count,
    unchanged_count = j.unchanged_count + v_batch.unchanged_count,
    failed_count = j.failed_count + v_batch.failed_count,
    skipped_count = j.skipped_count + v_batch.skipped_count,
    warning_count = j.warning_count + v_batch.warning_count
  where org_unit_id = p_org_unit and id = p_job returning * into v_job;
  if v_job.next_batch = v_job.batch_count then
    update import_job j set
      completed_at = v_now,
      status = case when t.sum = j.total_rows then 'completed' else 'failed' end,
      failure = case when t.sum <> j.total_rows then
        format('The batches held %s rows, but the file was announced with %s. Import it again.', t.sum, j.total_rows) end
    from (select v_job.created_count + v_job.updated_count + v_job.failed_count + v_job.skipped_count as sum) t
    where j.org_unit_id = p_org_unit and j.id = p_job returning j.* into v_job;
  end if;
  answer := 'applied';
  receipt := to_jsonb(v_batch);
  job := to_jsonb(v_job);
end $function$;

CREATE OR REPLACE FUNCTION lead_import.is_merged(p_org_unit bigint, p_lead uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select from lead_merge where org_unit_id = p_org_unit and from_lead = p_lead and undone_at is null)
$function$;

CREATE OR REPLACE FUNCTION lead_import.jsonb_fill_step(state jsonb, patch jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select patch || state $function$;

CREATE OR REPLACE FUNCTION lead_import.kind_code(kind text)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    select case kind when 'email' then 1 when 'phone' then 2 when 'cookie' then 3 when 'external_id' then 4 when 'social' then 5 end::smallint
  $function$;

CREATE OR REPLACE FUNCTION lead_import.kinds_of(p_org_unit bigint, p_lead uuid)
 RETURNS smallint
 LANGUAGE sql
 STABLE
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
  select coalesce(bit_or(1::smallint << (kind - 1)), 0::smallint) from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead
$function$;

CREATE OR REPLACE FUNCTION lead_import.lead_marks(era integer, kinds smallint, profile jsonb)
 RETURNS integer[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select array_remove(array[era,
    case when kinds & 1 = 0 then -11 else -1 end, case when kinds & 2 = 0 then -12 else -2 end,
    case when kinds & 4 = 0 then -13 else -3 end, case when kinds & 8 = 0 then -14 else -4 end,
    case when kinds & 16 = 0 then -15 else -5 end,
    case when not profile ? 'first_name' then -21 end, case when not profile ? 'last_name' then -22 end,
    case when not profile ? 'company' then -23 end, case when not profile ? 'title' then -24 end,
    case when not profile ? 'industry' then -25 end, case when not profile ? 'country' then -26 end], null)
$function$;

CREATE OR REPLACE FUNCTION lead_import.lead_name(p_org_unit bigint, p_lead uuid, p_profile jsonb)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
  select coalesce(nullif(concat_ws(' ', p_profile->>'first_name', p_profile->>'last_name'), ''), p_profile->>'company', (
    select value from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead order by is_primary desc, kind, value limit 1), '')
$function$;

CREATE OR REPLACE FUNCTION lead_import.lead_words(era integer, profile jsonb)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select array_to_tsvector(string_to_array(era::text || ':' || replace(lead_import.folded(
    coalesce(left(profile->>'first_name', 200), '') || ' ' || coalesce(left(profile->>'last_name', 200), '') || ' ' ||
    coalesce(left(profile->>'company', 200), '') || ' ' || coalesce(left(profile->>'title', 200), '')), ' ', ' ' || era::text || ':'), ' '))
$function$;

CREATE OR REPLACE FUNCTION lead_import.merge_leads(p_org_unit bigint, p_user bigint, p_key text, p_into uuid, p_from uuid, p_take jsonb, p_seen_into timestamp with time zone, p_seen_from timestamp with time zone, OUT answer text, OUT merge_id bigint, OUT concerned uuid)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_into lead;
  v_from lead;
  v_before jsonb;
  v_wrote jsonb;
  v_moved jsonb;
  v_now timestamptz;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  answer := 'gone';
  concerned := p_into;
  select * into v_into from lead where org_unit_id = p_org_unit and id = p_into;
  if not found then return; end if;
  concerned := p_from;
  select * into v_from from lead where org_unit_id = p_org_unit and id = p_from;
  if not found then return; end if;
  answer := 'changed';
  if date_trunc('milliseconds', v_from.updated_at) <> date_trunc('milliseconds', p_seen_from) then return; end if;
  concerned := p_into;
  if date_trunc('milliseconds', v_into.updated_at) <> date_trunc('milliseconds', p_seen_into) then return; end if;
  select coalesce(jsonb_object_agg(f, v_into.profile->f), '{}'), coalesce(jsonb_object_agg(f, v_from.profile->f), '{}') into v_before, v_wrote
  from (select jsonb_array_elements_text(p_take) as f where p_take is not null
    union select jsonb_object_keys(v_from.profile - array(select jsonb_object_keys(v_into.profile))) where p_take is null) t
  where v_into.profile->>f is distinct from v_from.profile->>f;
  v_now := change_time(greatest(v_into.updated_at, v_from.updated_at));
  select jsonb_agg(jsonb_build_array(kind, value, is_primary) order by is_primary desc, kind, value) into v_moved
  from lead_identifier where org_unit_id = p_org_unit and lead_id = p_from;
  insert into lead_merge (org_unit_id, at, by_user, api_key_id, into_lead, from_lead, from_was, before, wrote, moved)
  values (p_org_unit, v_now, p_user, p_key, p_into, p_from, jsonb_build_object('profile', v_from.profile, 'created_at', v_from.created_at,
    'updated_at', v_from.updated_at, 'name', lead_name(p_org_unit, p_from, v_from.profile), 'into_updated_at', v_into.updated_at),
    v_before, v_wrote, coalesce(v_moved, '[]')) returning id into merge_id;
  delete from lead where org_unit_id = p_org_unit and id = p_from;
  update lead_identifier set lead_id = p_into, is_primary = false where org_unit_id = p_org_unit and lead_id = p_from;
  update lead set profile = jsonb_strip_nulls(profile || v_wrote) where org_unit_id = p_org_unit and id = p_into;
  perform settle_identifiers(p_org_unit, p_into, v_now);
  insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, before, after, added, subject)
  select p_org_unit, p_into, 'merge', v_now, p_user, p_key, v_before, v_wrote, coalesce(jsonb_agg(m - 2), '[]'), merge_id
  from jsonb_array_elements(v_moved) m;
  answer := 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.plain_cause(state text, message text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
    select case
      when state = 'P0001' then message
      when state like '22%' then 'A value cannot be stored.'
      when state like '23%' then 'A rule of the database refuses a value.'
      when state like '54%' then 'A value is too long for the database.'
      else 'The database refuses the row (code ' || state || ').' end
  $function$;

CREATE OR REPLACE FUNCTION lead_import.remove_identifier(p_org_unit bigint, p_lead uuid, p_user bigint, p_key text, p_kind smallint, p_value text)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_lead lead;
  v_now timestamptz;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  select * into v_lead from lead where org_unit_id = p_org_unit and id = p_lead;
  if not found then return 'gone'; end if;
  perform 1 from lead_identifier where org_unit_id = p_org_unit and kind = p_kind and value = p_value and lead_id = p_lead;
  if not found then return 'same'; end if;
  if (select count(*) from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead) = 1 then return 'last'; end if;
  v_now := change_time(v_lead.updated_at);
  delete from lead_identifier where org_unit_id = p_org_unit and kind = p_kind and value = p_value;
  perform settle_identifiers(p_org_unit, p_lead, v_now);
  insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, removed)
  values (p_org_unit, p_lead, 'edit', v_now, p_user, p_key, jsonb_build_array(jsonb_build_array(p_kind, p_value)));
  return 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.settle_identifiers(p_org_unit bigint, p_lead uuid, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
begin
  update lead_identifier i set is_primary = true
  from (select kind, value, is_primary from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead
    order by is_primary desc, kind, value limit 1) first
  where i.org_unit_id = p_org_unit and i.kind = first.kind and i.value = first.value and not first.is_primary;
  update lead set kinds = kinds_of(p_org_unit, p_lead), updated_at = p_at where org_unit_id = p_org_unit and id = p_lead;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.undo_batch(p_org_unit bigint, p_job bigint, p_size integer)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
 SET enable_nestloop TO 'off'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
declare
  v_job import_job;
  v_now timestamptz;
  v_leads uuid[];
  v_removed int;
  v_restored int;
  v_kept int;
begin
  -- as ingest_batch does: one writer of leads per org unit
  perform 1 from org_unit where id = p_org_unit for no key update;
  select * into v_job from import_job where org_unit_id = p_org_unit and id = p_job for no key update;
  if not found or v_job.undo_state is distinct from 'in_progress' then return 'over'; end if;
  v_now := clock_timestamp();
  v_leads := array(
    select lead_id from import_lead where org_unit_id = p_org_unit and job_id = p_job
      and lead_id > coalesce(v_job.undo_cursor, '00000000-0000-0000-0000-000000000000')
    order by lead_id limit p_size);

  with plan as materialized (select * from undo_plan(p_org_unit, p_job, v_leads)),
  gone as materialized (
    select p.lead_id, (e->>0)::smallint as kind, e->>1 as value
    from plan p cross join lateral (select e from jsonb_array_elements(p.gone) e offset 0) t where p.gone is not null),
  -- the last only get the time back at which they had been written before: the import ended where it had begun
  restored as materialized (
    select * from plan p where p.back is not null or p.gone is not null or p.put_back_at is not null and p.kept is null),
  removed_leads as (
    delete from lead where org_unit_id = p_org_unit and id = any(array(select lead_id from plan where is_removed)) returning 1),
  removed_identifiers as (
    delete from lead_identifier
    where org_unit_id = p_org_unit and lead_id = any(array(select lead_id from plan where is_removed)) returning 1),
  removed_changes as (
    delete from lead_change
    where org_unit_id = p_org_unit and lead_id = any(array(select lead_id from plan where is_removed)) returning 1),
  removed_aliases as (
    delete from lead_identifier i
    where i.org_unit_id = p_org_unit and i.lead_id = any(array(select distinct lead_id from gone))
      and (i.lead_id, i.kind, i.value) in (select lead_id, kind, value from gone) returning 1),
  restored_leads as (
    update lead l set
      profile = case when r.back is null then l.profile else jsonb_strip_nulls(l.profile || r.back) end,
      kinds = coalesce(r.kinds, l.kinds),
      updated_at = case when r.kept is null then coalesce(r.put_back_at, v_now) else v_now end
    from restored r
    where l.org_unit_id = p_org_unit and l.id = any(array(select lead_id from restored)) and l.id = r.lead_id returning 1),
  changes as (
    insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, before, after, removed, subject)
    select p_org_unit, lead_id, 'undo_import', v_now, v_job.undo_by, v_job.undo_api_key_id, coalesce(wrote, '{}'),
      coalesce(back, '{}'), coalesce(gone, '[]'), p_job
    from restored r where r.back is not null or r.gone is not null order by lead_id returning 1),
  kept_records as (
    update import_lead x set kept = p.kept from plan p
    where x.org_unit_id = p_org_unit and x.job_id = p_job
      and x.lead_id = any(array(select lead_id from plan where plan.kept is not null))
      and x.lead_id = p.lead_id and p.kept is not null returning 1)
  select count(*) filter (where is_removed), count(*) filter (where kept is null and (back is not null or p.gone is not null)), count(kept)
  into v_removed, v_restored, v_kept from plan p;

  update import_job j set
    undo_cursor = coalesce(v_leads[cardinality(v_leads)], j.undo_cursor),
    undo_done_count = j.undo_done_count + cardinality(v_leads),
    removed_count = j.removed_count + v_removed,
    restored_count = j.restored_count + v_restored,
    kept_count = j.kept_count + v_kept
  where org_unit_id = p_org_unit and id = p_job;
  if cardinality(v_leads) = p_size then return 'more'; end if;
  update import_job set undo_state = 'done', status = 'undone', undo_completed_at = v_now, lease_owner = null, lease_until = null
  where org_unit_id = p_org_unit and id = p_job;
  return 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.undo_deletion(p_org_unit bigint, p_user bigint, p_key text, p_deletion bigint, p_days integer, p_limit integer, OUT answer text, OUT restored integer, OUT kept jsonb, OUT more boolean)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
 SET enable_nestloop TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
declare
  v_deletion lead_deletion;
  v_now timestamptz;
  v_met int;
  v_last uuid;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  select * into v_deletion from lead_deletion where org_unit_id = p_org_unit and id = p_deletion;
  if not found then answer := 'unknown'; return; end if;
  if v_deletion.at <= now() - make_interval(days => p_days) then answer := 'expired'; return; end if;
  v_now := clock_timestamp();
  with batch as materialized (
    select * from deleted_lead d where d.org_unit_id = p_org_unit and d.deletion_id = p_deletion
      and d.lead_id > coalesce(v_deletion.restore_cursor, '00000000-0000-0000-0000-000000000000')
    order by d.lead_id limit p_limit),
  wanted as materialized (
    select b.lead_id, (e->>0)::smallint as kind, e->>1 as value, (e->>2)::boolean as is_primary
    from batch b cross join lateral jsonb_array_elements(b.identifiers) e),
  -- an import in between may have brought an identifier again, for a lead that the same deletion took afterwards
  free as materialized (
    select distinct on (w.kind, w.value) w.* from wanted w left join lateral (
      select x.lead_id from lead_identifier x where x.org_unit_id = p_org_unit and x.kind = w.kind and x.value = w.value offset 0) o on true
    where o.lead_id is null order by w.kind, w.value, w.lead_id),
  fate as materialized (
    select w.lead_id, bit_or(1::smallint << (f.kind - 1)) as kinds, count(f.kind) as n,
      coalesce(jsonb_agg(jsonb_build_array(w.kind, w.value) order by w.is_primary desc, w.kind, w.value) filter (where f.kind is null), '[]') as lost
    from wanted w left join free f on f.kind = w.kind and f.value = w.value and f.lead_id = w.lead_id group by w.lead_id),
  met as materialized (
    select b.*, coalesce(f.kinds, 0) as kinds, coalesce(f.lost, '[]') as lost, f.lead_id is null or f.n > 0 as is_back
    from batch b left join fate f on f.lead_id = b.lead_id),
  leads as (
    insert into lead (org_unit_id, id, profile, created_at, updated_at, era, kinds)
    select p_org_unit, lead_id, profile, created_at, case when lost = '[]' then updated_at else v_now end, era_of(p_org_unit, lead_id), kinds
    from met where is_back order by lead_id returning 1),
  identifiers as (
    insert into lead_identifier (org_unit_id, kind, value, lead_id, is_primary)
    select p_org_unit, kind, value, lead_id, row_number() over (partition by lead_id order by is_primary desc, kind, value) = 1 from free
    order by kind, value returning 1),
  moved as (
    -- as an array: a join would read all that is left of the deletion
    delete from deleted_lead d where d.org_unit_id = p_org_unit and d.deletion_id = p_deletion
      and d.lead_id = any(array(select lead_id from met where is_back)) returning 1),
  notes as (
    insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, removed, subject)
    select p_org_unit, lead_id, 'restore', v_now, p_user, p_key, lost, p_deletion from met where is_back order by lead_id returning 1)
  select count(*), count(*) filter (where is_back), (array_agg(lead_id order by lead_id desc))[1],
    coalesce(jsonb_agg(jsonb_build_object('id', lead_id, 'is_back', is_back, 'lost', lost, 'name', coalesce(
      nullif(concat_ws(' ', profile->>'first_name', profile->>'last_name'), ''), profile->>'company', identifiers->0->>1, ''))
      order by lead_id) filter (where lost <> '[]'), '[]')
  into v_met, restored, v_last, kept from met;
  more := v_met = p_limit;
  -- what could not come back is tried again by the next undo
  update lead_deletion set restored_count = restored_count + restored, state = case when more then 'restoring' else 'restored' end,
    restore_cursor = case when more then v_last end
  where org_unit_id = p_org_unit and id = p_deletion;
  answer := 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.undo_merge(p_org_unit bigint, p_user bigint, p_key text, p_merge bigint, p_days integer, OUT answer text, OUT into_id uuid, OUT from_id uuid, OUT kept_fields jsonb, OUT kept_identifiers jsonb)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
AS $function$
declare
  v_merge lead_merge;
  v_into lead;
  v_back jsonb;
  v_left jsonb;
  v_moved jsonb;
  v_now timestamptz;
  v_is_whole boolean;
begin
  perform 1 from org_unit where id = p_org_unit for no key update;
  kept_fields := '[]';
  kept_identifiers := '[]';
  select * into v_merge from lead_merge where org_unit_id = p_org_unit and id = p_merge;
  if not found then answer := 'unknown'; return; end if;
  into_id := v_merge.into_lead;
  from_id := v_merge.from_lead;
  if v_merge.undone_at is not null then answer := 'same'; return; end if;
  if v_merge.at <= now() - make_interval(days => p_days) or not v_merge.from_was ? 'profile' then answer := 'expired'; return; end if;
  select * into v_into from lead where org_unit_id = p_org_unit and id = into_id;
  if not found then answer := 'into_gone'; return; end if;
  -- identifiers that nobody has by now come back too: the lead had them
  select coalesce(jsonb_agg(m) filter (where coalesce(i.lead_id, into_id) = into_id), '[]'),
    coalesce(jsonb_agg(m - 2) filter (where i.lead_id <> into_id), '[]'),
    coalesce(jsonb_agg(m - 2) filter (where i.lead_id = into_id), '[]')
  into v_back, kept_identifiers, v_moved
  from jsonb_array_elements(v_merge.moved) m
    left join lead_identifier i on i.org_unit_id = p_org_unit and i.kind = (m->>0)::smallint and i.value = m->>1;
  if v_back = '[]' then answer := 'from_bare'; return; end if;
  if not exists (select from lead_identifier i where i.org_unit_id = p_org_unit and i.lead_id = into_id and not exists (
    select from jsonb_array_elements(v_back) m where i.kind = (m->>0)::smallint and i.value = m->>1)) then answer := 'into_bare'; return; end if;
  -- the merge's values that are still there
  select coalesce(jsonb_object_agg(key, v_merge.before->key) filter (where is_still), '{}'),
    coalesce(jsonb_object_agg(key, value) filter (where is_still), '{}'),
    coalesce(jsonb_agg(jsonb_build_array(key, v_into.profile->key)) filter (where not is_still), '[]')
  into v_left, v_merge.wrote, kept_fields
  from (select key, value, v_into.profile->>key is not distinct from value #>> '{}' as is_still from jsonb_each(v_merge.wrote)) w;
  v_now := change_time(v_into.updated_at);
  v_is_whole := kept_fields = '[]' and kept_identifiers = '[]';
  insert into lead (org_unit_id, id, profile, created_at, updated_at, era)
  values (p_org_unit, from_id, v_merge.from_was->'profile', (v_merge.from_was->>'created_at')::timestamptz,
    (v_merge.from_was->>'updated_at')::timestamptz, era_of(p_org_unit, from_id));
  insert into lead_identifier as i (org_unit_id, kind, value, lead_id, is_primary)
  select p_org_unit, (m->>0)::smallint, m->>1, from_id, (m->>2)::boolean from jsonb_array_elements(v_back) m
  on conflict (org_unit_id, kind, value) do update set lead_id = excluded.lead_id, is_primary = excluded.is_primary;
  perform settle_identifiers(p_org_unit, from_id,
    case when kept_identifiers = '[]' then (v_merge.from_was->>'updated_at')::timestamptz else v_now end);
  update lead set profile = jsonb_strip_nulls(profile || v_left) where org_unit_id = p_org_unit and id = into_id;
  -- untouched since the merge: as old as it was, so that an import before it can be undone as if nothing had been
  perform settle_identifiers(p_org_unit, into_id,
    case when v_is_whole and v_into.updated_at = v_merge.at then (v_merge.from_was->>'into_updated_at')::timestamptz else v_now end);
  insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, before, after, removed, subject)
  values (p_org_unit, into_id, 'undo_merge', v_now, p_user, p_key, v_merge.wrote, v_left, v_moved, p_merge);
  insert into lead_change (org_unit_id, lead_id, what, at, by_user, api_key_id, removed, subject)
  values (p_org_unit, from_id, 'undo_merge', v_now, p_user, p_key, kept_identifiers, p_merge);
  update lead_merge set undone_at = v_now where org_unit_id = p_org_unit and id = p_merge;
  answer := 'done';
end $function$;

CREATE OR REPLACE FUNCTION lead_import.undo_plan(p_org_unit bigint, p_job bigint, p_leads uuid[])
 RETURNS TABLE(lead_id uuid, is_removed boolean, wrote jsonb, back jsonb, gone jsonb, kinds smallint, kept jsonb, put_back_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
begin
  return query
  select x.lead_id, x.outcome = 'created' and coalesce(l.updated_at = x.applied_at, false), f.wrote, f.back, a.gone, a.kinds,
    case when l.id is null then jsonb_build_array(jsonb_build_object('reason', 'lead_gone'))
      when x.outcome = 'created' then
        case when l.updated_at <> x.applied_at then jsonb_build_array(jsonb_build_object('reason', 'lead_changed')) end
      else nullif(coalesce(f.kept, '[]') || coalesce(a.kept, '[]'), '[]') end,
    -- nobody wrote since: the import before may be undone as if this one had not been
    case when l.updated_at = x.applied_at then x.before_at end
  from import_lead x
  left join lateral (
    select t.id, t.profile, t.updated_at from lead t where t.org_unit_id = p_org_unit and t.id = x.lead_id offset 0) l on true
  left join lateral (
    select jsonb_object_agg(v.field, v.wrote) filter (where v.now = v.wrote) as wrote,
      jsonb_object_agg(v.field, v.was) filter (where v.now = v.wrote) as back,
      jsonb_agg(jsonb_build_object('reason', 'field_changed', 'field', v.field, 'wrote', v.wrote, 'now', v.now) order by v.field)
        filter (where v.now is distinct from v.wrote) as kept
    from (
      select w.key as field, w.value as wrote, x.before->>w.key as was, l.profile->>w.key as now
      from jsonb_each_text(x.wrote) w) v
    -- what the import found as it wrote it, or somebody put back already, is none of the undo's
    where v.was is distinct from v.wrote and v.now is distinct from v.was) f on x.outcome = 'updated' and l.id is not null
  left join lateral (
    select jsonb_agg(jsonb_build_array(d.kind, d.value)) filter (where d.fate = 'gone') as gone,
      max(d.kinds)::smallint as kinds,
      jsonb_agg(jsonb_build_object('reason', d.fate, 'kind', d.kind, 'wrote', d.value) order by d.kind, d.value)
        filter (where d.fate <> 'gone') as kept
    from (
      select o.kind, o.value,
        case when not o.may_go then 'identifier_moved' when o.rest = 0 and o.place = 1 then 'last_identifier' else 'gone' end as fate,
        case when not o.may_go then null when o.rest > 0 then o.rest_kinds
          else 1 << (min(case when o.may_go and o.place = 1 then o.kind end) over () - 1) end as kinds
      from (
        select p.kind, p.value, p.may_go, row_number() over (partition by p.may_go order by p.kind, p.value) as place, r.rest, r.rest_kinds
        from (
          select i.kind, i.value, i.lead_id = x.lead_id and not i.is_primary as may_go
          from (select distinct (e->>0)::smallint as kind, e->>1 as value from jsonb_array_elements(x.added) e) w
          cross join lateral (
            select t.kind, t.value, t.lead_id, t.is_primary from lead_identifier t
            where t.org_unit_id = p_org_unit and t.kind = w.kind and t.value = w.value offset 0) i) p
        -- what the lead has besides the aliases that may go
        cross join lateral (
          select count(*) as rest, bit_or(1 << (t.kind - 1)) as rest_kinds from lead_identifier t
          where p.may_go and t.org_unit_id = p_org_unit and t.lead_id = x.lead_id
            and (t.is_primary or not x.added @> jsonb_build_array(jsonb_build_array(t.kind, t.value)))) r
        -- inside, so that nothing is looked up for leads that got no alias
        where x.added is not null and x.outcome = 'updated' and l.id is not null) o) d
    ) a on true
  where x.org_unit_id = p_org_unit and x.job_id = p_job and x.lead_id = any(p_leads) and x.outcome <> 'unchanged'
    -- one that it made and that was deleted since is what an undo wants
    and (l.id is not null or x.outcome = 'updated' or is_merged(p_org_unit, x.lead_id));
end $function$;

CREATE OR REPLACE FUNCTION lead_import.undo_preview(p_org_unit bigint, p_job bigint, OUT removed integer, OUT restored integer, OUT kept integer, OUT field_changed integer, OUT lead_changed integer, OUT identifier_moved integer, OUT last_identifier integer, OUT lead_gone integer)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'lead_import', 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
declare
  v_touched uuid[];
  v_part record;
  v_size constant int := 10000;
begin
  select count(*) filter (where fate = 'removed'), count(*) filter (where fate = 'restored'),
    count(*) filter (where fate = 'lead_changed'), count(*) filter (where fate = 'lead_gone'),
    array_agg(lead_id order by lead_id) filter (where fate = 'look')
  into removed, restored, lead_changed, lead_gone, v_touched
  from (
    select x.lead_id,
      case when x.outcome = 'created' then
          case when l.updated_at = x.applied_at then 'removed' when l.id is not null then 'lead_changed'
            when is_merged(p_org_unit, x.lead_id) then 'lead_gone' else 'gone' end
        when l.id is null then 'lead_gone'
        -- nobody wrote since, or nothing that is the import's
        when l.updated_at = x.applied_at and x.before_at is not null or x.added is null and l.profile @> x.wrote then
          case when x.added is null and x.before @> x.wrote then 'same' else 'restored' end
        else 'look' end as fate
    from import_lead x left join lead l on l.org_unit_id = p_org_unit and l.id = x.lead_id
    where x.org_unit_id = p_org_unit and x.job_id = p_job and x.outcome in ('created', 'updated')) t;

  kept := lead_changed + lead_gone;
  field_changed := 0;
  identifier_moved := 0;
  last_identifier := 0;
  for i in 0 .. (coalesce(cardinality(v_touched), 0) + v_size - 1) / v_size - 1 loop
    select count(*) filter (where p.kept is null and (p.back is not null or p.gone is not null)) as restored, count(p.kept) as kept,
      count(*) filter (where p.kept @> '[{"reason": "field_changed"}]') as field_changed,
      count(*) filter (where p.kept @> '[{"reason": "identifier_moved"}]') as identifier_moved,
      count(*) filter (where p.kept @> '[{"reason": "last_identifier"}]') as last_identifier
    into v_part from undo_plan(p_org_unit, p_job, v_touched[i * v_size + 1:(i + 1) * v_size]) p;
    restored := restored + v_part.restored;
    kept := kept + v_part.kept;
    field_changed := field_changed + v_part.field_changed;
    identifier_moved := identifier_moved + v_part.identifier_moved;
    last_identifier := last_identifier + v_part.last_identifier;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION lead_import.word_query(search text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select string_agg('''{}:' || left(w, 200) || ''':*', ' & ')
  from unnest(string_to_array(lead_import.folded(search), ' ')) w where w <> ''
$function$;

CREATE AGGREGATE lead_import.jsonb_fill(jsonb) (sfunc = lead_import.jsonb_fill_step, stype = jsonb, initcond = '{}');
CREATE AGGREGATE lead_import.jsonb_overwrite(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
