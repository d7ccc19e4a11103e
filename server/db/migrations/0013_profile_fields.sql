-- Names and labels of profile fields differ from each other in any case, letters beyond ASCII included, which the database
-- itself may not know. The org unit's row is locked, so that of two people who want one name one is refused.
create function lead_import.field_key(words text) returns text
language sql immutable parallel safe
as $fn$ select lower(normalize(words, NFC) collate "und-x-icu") $fn$;

-- The field that is called so, by its name or its label; null where none is.
create function lead_import.field_called(p_org_unit bigint, p_words text, p_except text) returns text
language sql stable
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
  select f.name from profile_field f
  where f.org_unit_id = p_org_unit and f.name is distinct from p_except
    and field_key(p_words) in (field_key(f.name), field_key(coalesce(f.label, f.name)))
  order by f.name limit 1
$fn$;

-- Makes a field; answers the name of the one that is called so already, and then makes none.
create function lead_import.define_field(p_org_unit bigint, p_user bigint, p_name text, p_description text) returns text
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;

-- Changes what is not null; answers the name of the other field that is called like the new label, and then changes nothing.
create function lead_import.change_field(
  p_org_unit bigint, p_name text, p_label text, p_description text, p_archived boolean) returns text
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;
