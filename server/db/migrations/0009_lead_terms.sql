-- Search and filters over a million leads, newest first. Leads belong to eras of some 8,000, in the order of their ids: a
-- query goes from era to era, newest first, and within one every condition is a key of one GIN index together with the
-- era, so that an answer never reads more than the leads of an era that fit. Measured with 1,000,000 leads: a page for a
-- word that only the oldest 400,000 leads have takes 10 ms; without eras a prefix in GIN collects all 400,000 first: 1 s.
create table lead_import.lead_era (
  org_unit_id bigint not null references lead_import.org_unit,
  -- leads from this id on, up to the next era, belong to it
  first_id uuid not null,
  era integer generated always as identity,
  -- leads that were made in it; deleted ones are not subtracted
  lead_count integer not null default 0,
  primary key (org_unit_id, first_id)
);

-- kinds: bit kind - 1 for each kind of identifier that the lead has
alter table lead_import.lead add column era integer not null default 0, add column kinds smallint not null default 0;
alter table lead_import_dry_run.lead add column era integer not null default 0, add column kinds smallint not null default 0;

insert into lead_import.lead_era (org_unit_id, first_id, lead_count)
select org_unit_id, case when n = 0 then '00000000-0000-0000-0000-000000000000' else min(id::text)::uuid end, count(*)
from (select org_unit_id, id, (row_number() over (partition by org_unit_id order by id) - 1) / 8192 as n from lead_import.lead) l
group by org_unit_id, n order by org_unit_id, n;
update lead_import.lead l set kinds = i.kinds, era = (
  select e.era from lead_import.lead_era e where e.org_unit_id = l.org_unit_id and e.first_id <= l.id order by e.first_id desc limit 1)
from (select org_unit_id, lead_id, bit_or(1::smallint << (kind - 1)) as kinds from lead_import.lead_identifier group by 1, 2) i
where i.org_unit_id = l.org_unit_id and i.lead_id = l.id;

-- Lower case and what a letter is by ICU: the database itself may know ASCII only. Words are cut off long before 2 kB,
-- which is the longest that a tsvector takes. These functions are inlined into index and query: as calls they would cost an
-- import half its speed. `era::text`, since `era || text` counts as not immutable and is not inlined.
create function lead_import.folded(words text) returns text
language sql immutable parallel safe
as $fn$ select regexp_replace(lower(words collate "und-x-icu"), '[^[:alnum:]]+', ' ', 'g') $fn$;

create function lead_import.lead_words(era integer, profile jsonb) returns tsvector
language sql immutable parallel safe
as $fn$
  select array_to_tsvector(string_to_array(era::text || ':' || replace(lead_import.folded(
    coalesce(left(profile->>'first_name', 200), '') || ' ' || coalesce(left(profile->>'last_name', 200), '') || ' ' ||
    coalesce(left(profile->>'company', 200), '') || ' ' || coalesce(left(profile->>'title', 200), '')), ' ', ' ' || era::text || ':'), ' '))
$fn$;

-- The era; -k for a kind k of identifier that is there, -10 - k for one that is missing; -21 to -26 for the standard
-- profile fields without a value, in the order of shared/profile.
create function lead_import.lead_marks(era integer, kinds smallint, profile jsonb) returns integer[]
language sql immutable parallel safe
as $fn$
  select array_remove(array[era,
    case when kinds & 1 = 0 then -11 else -1 end, case when kinds & 2 = 0 then -12 else -2 end,
    case when kinds & 4 = 0 then -13 else -3 end, case when kinds & 8 = 0 then -14 else -4 end,
    case when kinds & 16 = 0 then -15 else -5 end,
    case when not profile ? 'first_name' then -21 end, case when not profile ? 'last_name' then -22 end,
    case when not profile ? 'company' then -23 end, case when not profile ? 'title' then -24 end,
    case when not profile ? 'industry' then -25 end, case when not profile ? 'country' then -26 end], null)
$fn$;

create index lead_terms on lead_import.lead using gin (
  lead_import.lead_marks(era, kinds, profile), lead_import.lead_words(era, profile), profile);

-- Words of a search as the text of a tsquery, `{}` in the place of the era; null where it has none.
create function lead_import.word_query(search text) returns text
language sql immutable parallel safe
as $fn$
  select string_agg('''{}:' || left(w, 200) || ''':*', ' & ')
  from unnest(string_to_array(lead_import.folded(search), ' ')) w where w <> ''
$fn$;

-- The era that a lead of this id belongs to; the first one of an org unit is made where there is none.
create function lead_import.era_of(p_org_unit bigint, p_id uuid) returns integer
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
declare
  v_era integer;
begin
  select era into v_era from lead_era where org_unit_id = p_org_unit and first_id <= p_id order by first_id desc limit 1;
  if not found then
    insert into lead_era (org_unit_id, first_id) values (p_org_unit, '00000000-0000-0000-0000-000000000000')
    on conflict do nothing returning era into v_era;
  end if;
  return v_era;
end $fn$;

-- The era of leads that are about to be made, from this id on: a new one where the newest is full.
create function lead_import.era_for_new(p_org_unit bigint, p_first_id uuid) returns integer
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
declare
  v_newest lead_era;
  v_era integer;
begin
  select * into v_newest from lead_era where org_unit_id = p_org_unit order by first_id desc limit 1;
  if not found or v_newest.lead_count < 8192 or p_first_id <= v_newest.first_id then return era_of(p_org_unit, p_first_id); end if;
  insert into lead_era (org_unit_id, first_id) values (p_org_unit, p_first_id) returning era into v_era;
  return v_era;
end $fn$;

-- The kinds of identifier that a lead has, from the identifiers themselves.
create function lead_import.kinds_of(p_org_unit bigint, p_lead uuid) returns smallint
language sql stable
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
  select coalesce(bit_or(1::smallint << (kind - 1)), 0::smallint) from lead_identifier where org_unit_id = p_org_unit and lead_id = p_lead
$fn$;

-- apply_rows keeps era, kinds and before_at.
do $do$
declare
  v_text text := pg_get_functiondef('lead_import.apply_rows'::regproc);
  v_change text[];
begin
  foreach v_change slice 1 in array array[
    ['v_rows int;', 'v_rows int;
  v_era int := 0;'],
    ['begin
  with recursive', 'begin
  if p_job.dry_run_id is null then v_era := era_for_new(p_job.org_unit_id, (p_id_prefix || ''0000'')::uuid); end if;
  with recursive'],
    ['select m.lead_id, l.profile, j.first_row
    from met m', 'select m.lead_id, l.profile, l.updated_at, j.first_row
    from met m'],
    ['select x.profile from lead x', 'select x.profile, x.updated_at from lead x'],
    ['adding as materialized (select distinct first_i as i from fresh),', 'adding as materialized (select distinct first_i as i from fresh),
  fresh_kinds as materialized (select lead_id, bit_or(1::smallint << (kind - 1)) as kinds from fresh group by lead_id),'],
    ['k.profile as before, c.lead_id is not null as is_changed,', 'k.profile as before, k.updated_at as before_at, c.lead_id is not null as is_changed,'],
    ['insert into lead (org_unit_id, id, profile, created_at, updated_at)
    select v_org, lead_id, g || f, p_now, p_now from fold where is_new order by lead_id',
     'insert into lead (org_unit_id, id, profile, created_at, updated_at, era, kinds)
    select v_org, o.lead_id, o.g || o.f, p_now, p_now, v_era, coalesce(n.kinds, 0)
    from fold o left join fresh_kinds n on n.lead_id = o.lead_id where o.is_new order by o.lead_id'],
    ['insert into lead as l (org_unit_id, id, profile, created_at, updated_at)
    select v_org, lead_id, patch, p_now, p_now from todo where is_changed order by lead_id',
     'insert into lead as l (org_unit_id, id, profile, created_at, updated_at, era, kinds)
    select v_org, t.lead_id, t.patch, p_now, p_now, 0, coalesce(n.kinds, 0)
    from todo t left join fresh_kinds n on n.lead_id = t.lead_id where t.is_changed order by t.lead_id'],
    ['set profile = l.profile || excluded.profile, updated_at = excluded.updated_at',
     'set profile = l.profile || excluded.profile, updated_at = excluded.updated_at,
      kinds = l.kinds | excluded.kinds'],
    ['applied_at, before, wrote, added)
    select v_org, p_job.id, lead_id, first_row,', 'applied_at, before, before_at, wrote, added)
    select v_org, p_job.id, lead_id, first_row,'],
    ['case when is_changed then before end, case when is_changed then patch end, added',
     'case when is_changed then before end, case when is_changed then before_at end, case when is_changed then patch end, added'],
    ['wrote = case when', 'before_at = case when j.outcome <> ''created'' then coalesce(j.before_at, excluded.before_at) end,
      wrote = case when'],
    ['end if;
end $function$', 'end if;
  if v_era > 0 and created > 0 then
    update lead_era e set lead_count = e.lead_count + created where e.org_unit_id = p_job.org_unit_id and e.era = v_era;
  end if;
end $function$']
  ] loop
    if position(v_change[1] in v_text) = 0 then raise exception 'apply_rows: not found: %', v_change[1]; end if;
    v_text := replace(v_text, v_change[1], v_change[2]);
  end loop;
  execute v_text;
end $do$;
