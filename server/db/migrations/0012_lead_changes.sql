-- What people do to leads: each function is one change, whole or not at all, behind the lock of the org unit's row. So no
-- two changes and no batch of an import meet in the middle, and none deadlocks.

-- A deletion is undone in the order of lead ids; this is the last one that was looked at.
alter table lead_import.lead_deletion add column restore_cursor uuid;
-- where a lead went that is no longer there
create index deleted_lead_lead on lead_import.deleted_lead (org_unit_id, lead_id);
-- after 30 days a merge keeps only who was merged
drop index lead_import.lead_merge_age;
create index lead_merge_age on lead_import.lead_merge (at) where from_was ? 'profile';
-- aliases that an import found at this lead and left there; rows that it folded into an earlier one
create index import_row_issue_owner on lead_import.import_row_issue (org_unit_id, detail) where code = 'alias_conflict';
create index import_row_issue_folded on lead_import.import_row_issue (org_unit_id, job_id, detail) where code = 'duplicate_row';

-- What people call a lead: its name, company, or an identifier.
create function lead_import.lead_name(p_org_unit bigint, p_lead uuid, p_profile jsonb) returns text
language sql stable
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
  select coalesce(nullif(concat_ws(' ', p_profile->>'first_name', p_profile->>'last_name'), ''), p_profile->>'company', (
    select value from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead order by is_primary desc, kind, value limit 1), '')
$fn$;

-- After identifiers came or went: one of them is primary, and lead.kinds is true.
create function lead_import.settle_identifiers(p_org_unit bigint, p_lead uuid, p_at timestamptz) returns void
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
begin
  update lead_identifier i set is_primary = true
  from (select kind, value, is_primary from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead
    order by is_primary desc, kind, value limit 1) first
  where i.org_unit_id = p_org_unit and i.kind = first.kind and i.value = first.value and not first.is_primary;
  update lead set kinds = kinds_of(p_org_unit, p_lead), updated_at = p_at where org_unit_id = p_org_unit and id = p_lead;
end $fn$;

-- Later than the lead's last change by what clients can see of it, so that no two states of a lead look the same age.
create function lead_import.change_time(p_last timestamptz) returns timestamptz
language sql volatile
as $fn$ select greatest(clock_timestamp(), p_last + interval '1 millisecond') $fn$;

-- p_patch: field -> value, null to take it away. `detail` is the archived field that the lead has no value of.
create function lead_import.edit_lead(p_org_unit bigint, p_lead uuid, p_user bigint, p_key text, p_patch jsonb, p_seen timestamptz,
  out answer text, out detail text)
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;

create function lead_import.add_identifier(p_org_unit bigint, p_lead uuid, p_user bigint, p_key text, p_kind smallint, p_value text,
  out answer text, out owner uuid, out owner_name text)
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;

create function lead_import.remove_identifier(p_org_unit bigint, p_lead uuid, p_user bigint, p_key text, p_kind smallint, p_value text)
returns text
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;

-- p_take: fields whose value is that of p_from; null: those that p_into has no value of. `concerned`: the lead that is gone or changed.
create function lead_import.merge_leads(p_org_unit bigint, p_user bigint, p_key text, p_into uuid, p_from uuid, p_take jsonb,
  p_seen_into timestamptz, p_seen_from timestamptz, out answer text, out merge_id bigint, out concerned uuid)
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;

-- kept: [field, value now] of what was changed since the merge, [kind, value] of identifiers that another lead has by now.
create function lead_import.undo_merge(p_org_unit bigint, p_user bigint, p_key text, p_merge bigint, p_days int,
  out answer text, out into_id uuid, out from_id uuid, out kept_fields jsonb, out kept_identifiers jsonb)
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;

-- p_deletion: one to go on with, of the same user and not older than a day; null begins one. `deletion` is null where nothing was there.
create function lead_import.delete_leads(p_org_unit bigint, p_user bigint, p_key text, p_ids jsonb, p_deletion bigint,
  out answer text, out deletion bigint, out deleted int)
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
set enable_nestloop = off
set enable_seqscan = off
set plan_cache_mode = force_custom_plan
set jit = off
as $fn$
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
end $fn$;

-- Brings back the next p_limit leads. kept: [{id, name, is_back, lost: [[kind, value]]}] of those that other leads have identifiers of by now.
create function lead_import.undo_deletion(p_org_unit bigint, p_user bigint, p_key text, p_deletion bigint, p_days int, p_limit int,
  out answer text, out restored int, out kept jsonb, out more boolean)
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
set enable_nestloop = off
set plan_cache_mode = force_custom_plan
set jit = off
as $fn$
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
end $fn$;

-- Removes for good what can no longer be undone, p_limit rows at a time: 0 when there is no more. Nothing is locked that imports want.
create function lead_import.clear_changes(p_days int, p_limit int) returns int
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;
