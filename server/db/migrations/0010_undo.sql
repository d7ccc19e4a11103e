-- Undo of an import, batch by batch, and what it would do.

-- What undoing job p_job does to each of these leads, as they are now. Leads that nothing is to be done for are left out.
-- is_removed: the lead goes. back: values to put back (null: take the field away), wrote: what stands there until then.
-- gone: aliases to take away, [[kind, value], ...], kinds: what the lead has without them. kept: why something stays.
-- Whether a lead that is not there was merged into another one: what it had is there.
create function lead_import.is_merged(p_org_unit bigint, p_lead uuid) returns boolean
language sql stable
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
  select exists (select from lead_merge where org_unit_id = p_org_unit and from_lead = p_lead and undone_at is null)
$fn$;

create function lead_import.undo_plan(p_org_unit bigint, p_job bigint, p_leads uuid[])
returns table (lead_id uuid, is_removed boolean, wrote jsonb, back jsonb, gone jsonb, kinds smallint, kept jsonb, put_back_at timestamptz)
language plpgsql stable
set search_path = lead_import, pg_catalog, pg_temp
-- leads are found by the primary key, whatever the statistics say of a table that an import has just filled
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
set jit = off
as $fn$
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
end $fn$;

-- Undoes the next p_size leads of a job: `more` to do, `done`, or `over` where nobody wants it undone. One change, so that a
-- server that dies leaves whole batches, and two at work do no harm: the cursor is moved by whoever has the lock.
create function lead_import.undo_batch(p_org_unit bigint, p_job bigint, p_size integer) returns text
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
-- a CTE is taken for a few rows: nested loops over it, or a scan of all leads, would cost more the larger the lead base is
set enable_nestloop = off
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
set jit = off
as $fn$
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
end $fn$;

-- What undoing a job would do. Only leads that somebody wrote since are looked at one by one.
create function lead_import.undo_preview(p_org_unit bigint, p_job bigint,
  out removed integer, out restored integer, out kept integer, out field_changed integer, out lead_changed integer,
  out identifier_moved integer, out last_identifier integer, out lead_gone integer)
language plpgsql stable
set search_path = lead_import, pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $fn$
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
end $fn$;

-- A job that meets a lead again, after somebody else wrote it: what was there before is what they wrote, before_at is not
-- known then, and a lead that the job made is not its own any more.
do $do$
declare
  v_text text := pg_get_functiondef('lead_import.apply_rows'::regproc);
  v_change text[];
begin
  foreach v_change slice 1 in array array[
    ['applied_at = excluded.applied_at,
      outcome',
     'applied_at = case when j.outcome = ''created'' and excluded.before_at <> j.applied_at then j.applied_at else excluded.applied_at end,
      outcome'],
    ['before = case when j.outcome <> ''created'' then coalesce(j.before, excluded.before) end,',
     'before = case when j.outcome <> ''created'' then case
        when j.outcome = ''unchanged'' or excluded.before_at = j.applied_at then coalesce(j.before, excluded.before)
        -- what others wrote in between is not the job''s to take away
        else excluded.before - array(select jsonb_object_keys(j.wrote)) || (
          select coalesce(jsonb_object_agg(w.key, w.was), ''{}'') from (
            select key, case when excluded.before->key = value then j.before->key else excluded.before->key end as was
            from jsonb_each(j.wrote)) w where w.was is not null) end end,'],
    ['before_at = case when j.outcome <> ''created'' then coalesce(j.before_at, excluded.before_at) end,',
     'before_at = case when j.outcome = ''unchanged'' then excluded.before_at when excluded.before_at = j.applied_at then j.before_at end,']
  ] loop
    if position(v_change[1] in v_text) = 0 then raise exception 'apply_rows: not found: %', v_change[1]; end if;
    v_text := replace(v_text, v_change[1], v_change[2]);
  end loop;
  execute v_text;
end $do$;
