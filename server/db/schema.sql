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
  constraint import_job_edits_check CHECK ((edits >= 0)),
  constraint import_job_source_check CHECK ((source = ANY (ARRAY['wizard'::text, 'api'::text]))),
  constraint import_job_status_check CHECK ((status = ANY (ARRAY['in_progress'::text, 'completed'::text, 'failed'::text, 'cancelled'::text, 'undone'::text]))),
  constraint import_job_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lead_import.api_key(id),
  constraint import_job_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint import_job_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
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
  constraint lead_pkey PRIMARY KEY (org_unit_id, id)
) WITH (fillfactor=90);

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
  constraint profile_field_created_by_fkey FOREIGN KEY (created_by) REFERENCES lead_import.app_user(id),
  constraint profile_field_org_unit_id_fkey FOREIGN KEY (org_unit_id) REFERENCES lead_import.org_unit(id),
  constraint profile_field_pkey PRIMARY KEY (org_unit_id, name)
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
  constraint import_lead_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'unchanged'::text]))),
  constraint import_lead_pkey PRIMARY KEY (org_unit_id, job_id, lead_id)
);

CREATE TABLE lead_import_dry_run.lead (
  org_unit_id bigint not null,
  id uuid not null,
  profile jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
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
CREATE INDEX import_file_expiry ON lead_import.import_file USING btree (expires_at);
CREATE UNIQUE INDEX import_job_dry_run ON lead_import.import_job USING btree (dry_run_id) WHERE (dry_run_id IS NOT NULL);
CREATE UNIQUE INDEX import_job_idempotency ON lead_import.import_job USING btree (org_unit_id, idempotency_key);
CREATE INDEX import_job_status ON lead_import.import_job USING btree (org_unit_id, status, id);
CREATE INDEX import_job_to_run ON lead_import.import_job USING btree (org_unit_id, id) WHERE ((file_id IS NOT NULL) AND (status = 'in_progress'::text));
CREATE INDEX import_lead_created ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'created'::text);
CREATE INDEX import_lead_unchanged ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'unchanged'::text);
CREATE INDEX import_lead_updated ON lead_import.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'updated'::text);
CREATE INDEX lead_identifier_lead ON lead_import.lead_identifier USING btree (org_unit_id, lead_id);
CREATE INDEX mapping_header_age ON lead_import.mapping_header USING btree (org_unit_id, job_id);
CREATE INDEX mapping_set_age ON lead_import.mapping_set USING btree (org_unit_id, job_id);
CREATE INDEX membership_user ON lead_import.membership USING btree (user_id);
CREATE UNIQUE INDEX profile_field_name ON lead_import.profile_field USING btree (org_unit_id, lower(name));
CREATE INDEX session_expiry ON lead_import.session USING btree (expires_at);
CREATE INDEX import_lead_created ON lead_import_dry_run.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'created'::text);
CREATE INDEX import_lead_unchanged ON lead_import_dry_run.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'unchanged'::text);
CREATE INDEX import_lead_updated ON lead_import_dry_run.import_lead USING btree (org_unit_id, job_id, first_row) WHERE (outcome = 'updated'::text);
CREATE INDEX lead_identifier_org_unit_id_lead_id_idx ON lead_import_dry_run.lead_identifier USING btree (org_unit_id, lead_id);

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
begin
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
    select m.lead_id, l.profile, j.first_row
    from met m
    cross join lateral (select x.profile from lead x where x.org_unit_id = v_org and x.id = m.lead_id offset 0) l
    left join lateral (
      select x.first_row from import_lead x
      where x.org_unit_id = v_org and x.job_id = p_job.id and x.lead_id = m.lead_id offset 0) j on true
    where not m.is_new),
  fresh as materialized (
    select o.kind, o.value, o.first_i, l.lead_id, l.is_new
    from owner o join row_lead l on l.i = o.first_i where o.lead_id is null),
  adding as materialized (select distinct first_i as i from fresh),
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
    select f.lead_id, s.r as first_row, k.profile as before, c.lead_id is not null as is_changed,
      case when f.g = '{}' then f.f
        else (f.g - array(select jsonb_object_keys(k.profile))) || f.f end as patch,
      (select jsonb_agg(jsonb_build_array(x.kind, x.value)) from fresh x where x.lead_id = f.lead_id) as added
    from fold f join src s on s.i = f.first_i join known k on k.lead_id = f.lead_id left join changed c on c.lead_id = f.lead_id
    where not f.is_new),
  new_leads as (
    insert into lead (org_unit_id, id, profile, created_at, updated_at)
    select v_org, lead_id, g || f, p_now, p_now from fold where is_new order by lead_id returning 1),
  -- an upsert and not an update: with nested loops off, an update would read the whole table
  old_leads as (
    insert into lead as l (org_unit_id, id, profile, created_at, updated_at)
    select v_org, lead_id, patch, p_now, p_now from todo where is_changed order by lead_id
    on conflict (org_unit_id, id) do update set profile = l.profile || excluded.profile, updated_at = excluded.updated_at
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
    insert into import_lead as j (org_unit_id, job_id, lead_id, first_row, outcome, applied_at, before, wrote, added)
    select v_org, p_job.id, lead_id, first_row, case when is_changed then 'updated' else 'unchanged' end, p_now,
      case when is_changed then before end, case when is_changed then patch end, added
    from todo order by lead_id
    -- the job met the lead in an earlier batch: a created lead stays created, and its values are its own
    on conflict (org_unit_id, job_id, lead_id) do update set
      applied_at = excluded.applied_at,
      outcome = case j.outcome when 'created' then 'created' else 'updated' end,
      before = case when j.outcome <> 'created' then coalesce(j.before, excluded.before) end,
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

CREATE AGGREGATE lead_import.jsonb_fill(jsonb) (sfunc = lead_import.jsonb_fill_step, stype = jsonb, initcond = '{}');
CREATE AGGREGATE lead_import.jsonb_overwrite(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
