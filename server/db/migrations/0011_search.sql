-- A search reads the whole pending list of lead_terms once in each era. Half a megabyte costs imports nothing; without any
-- list they would take twice the time.
alter index lead_import.lead_terms set (gin_pending_list_limit = 512);

-- As in 0009, but an era never begins below a lead that is there: of two batches in flight the second to come may have the
-- smaller ids, and leads above them would belong to one era by their number and to another one by their id.
create or replace function lead_import.era_for_new(p_org_unit bigint, p_first_id uuid) returns integer
language plpgsql
set search_path = lead_import, pg_catalog, pg_temp
as $fn$
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
end $fn$;
