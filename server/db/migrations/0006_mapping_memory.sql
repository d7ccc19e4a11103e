-- How the org unit mapped columns before, so that the next file with such headers is mapped by itself.

-- Where a column of this header went last; key: headerKeys of shared/headerKeys.
create table lead_import.mapping_header (
  org_unit_id bigint not null,
  key text collate "C" not null,
  -- ColumnTarget of shared/job; an identifier with its kind
  target jsonb not null,
  job_id bigint not null,
  primary key (org_unit_id, key)
);
-- the oldest go where there are too many
create index mapping_header_age on lead_import.mapping_header (org_unit_id, job_id);

-- The last import of a file with this set of headers; its mapping stands in import_job. key: hash of the headers' keys.
create table lead_import.mapping_set (
  org_unit_id bigint not null,
  key text collate "C" not null,
  job_id bigint not null,
  primary key (org_unit_id, key)
);
create index mapping_set_age on lead_import.mapping_set (org_unit_id, job_id);

-- A mapping that was given a name. key: the name in lower case.
create table lead_import.mapping_template (
  org_unit_id bigint not null references lead_import.org_unit,
  key text collate "C" not null,
  id text not null,
  name text not null,
  kind text not null,
  default_country text,
  invalid_alias text not null,
  -- [{header, target}]
  columns jsonb not null,
  saved_by bigint not null references lead_import.app_user,
  api_key_id text references lead_import.api_key,
  saved_at timestamptz not null default now(),
  primary key (org_unit_id, key),
  unique (org_unit_id, id)
);
