-- A dry run tells what an import would do. Its rows go the very same way (ingest_batch, apply_rows), but onto a copy: the
-- leads that a batch mentions are copied here first, as they are then, and the changes stay here. A search path that
-- finds these tables before those of lead_import is all that apply_rows sees of it: one text, one set of rules.
create schema lead_import_dry_run;

-- In these three tables org_unit_id is the job's dry_run_id: every dry run is alone with its copy.
create sequence lead_import.dry_run_number;
create unique index import_job_dry_run on lead_import.import_job (dry_run_id) where dry_run_id is not null;
create table lead_import_dry_run.lead (like lead_import.lead including all) with (fillfactor = 90);
create table lead_import_dry_run.lead_identifier (like lead_import.lead_identifier including all);
-- what would become of each lead: outcome, the profile before, the values that would be written
create table lead_import_dry_run.import_lead (like lead_import.import_lead including all);

do $do$
declare
  v_text text := pg_get_functiondef('lead_import.apply_rows'::regproc);
  v_was text;
begin
  v_was := v_text;
  v_text := replace(v_text, 'v_org bigint := p_job.org_unit_id;', 'v_org bigint := coalesce(p_job.dry_run_id, p_job.org_unit_id);');
  if v_text = v_was then raise exception 'apply_rows: the org unit of the leads was not found'; end if;
  v_was := v_text;
  -- errors and warnings are the job's, dry or not
  v_text := replace(v_text, 'select v_org, p_job.id, r, row_number()', 'select p_job.org_unit_id, p_job.id, r, row_number()');
  if v_text = v_was then raise exception 'apply_rows: the org unit of the issues was not found'; end if;
  execute v_text;
end $do$;
-- that of ingest_batch counts
alter function lead_import.apply_rows reset search_path;

-- Copies the leads that a batch mentions, with the identifiers that it mentions, where the copy does not have them yet.
create function lead_import.copy_mentioned(p_job lead_import.import_job, p_rows jsonb) returns void
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
set enable_nestloop = off
set plan_cache_mode = force_custom_plan
set jit = off
as $fn$
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
end $fn$;

-- ingest_batch waits for the org unit's lock, which a dry run does not need: it writes to no lead of anybody.
do $do$
declare
  v_text text := pg_get_functiondef('lead_import.ingest_batch'::regproc);
  v_was text;
begin
  v_was := v_text;
  v_text := replace(v_text, 'perform 1 from org_unit where id = p_org_unit for no key update;',
    'perform 1 from org_unit u where u.id = p_org_unit and not exists (
    select from import_job j where j.org_unit_id = p_org_unit and j.id = p_job and j.dry_run_id is not null) for no key update;');
  if v_text = v_was then raise exception 'ingest_batch: the lock was not found'; end if;
  v_was := v_text;
  v_text := replace(v_text, 'if not p_one_by_one then',
    'if v_job.dry_run_id is not null then
    perform copy_mentioned(v_job, p_batch->''rows'');
    perform set_config(''search_path'', ''lead_import_dry_run, lead_import, pg_catalog, pg_temp'', true);
  end if;
  if not p_one_by_one then');
  if v_text = v_was then raise exception 'ingest_batch: the place of the rows was not found'; end if;
  execute v_text;
end $do$;
