-- What became of each lead, by outcome and in the order of the file: listOutcomes reads it page by page. Partial, so that
-- nothing but a query for one outcome can use them: an index (org_unit_id, job_id, ...) of all rows looks as good to the
-- planner as the primary key when it probes for a lead of a job without statistics, and made the second import of a file
-- five times slower.
create index import_lead_created on lead_import.import_lead (org_unit_id, job_id, first_row) where outcome = 'created';
create index import_lead_updated on lead_import.import_lead (org_unit_id, job_id, first_row) where outcome = 'updated';
create index import_lead_unchanged on lead_import.import_lead (org_unit_id, job_id, first_row) where outcome = 'unchanged';
create index import_lead_created on lead_import_dry_run.import_lead (org_unit_id, job_id, first_row) where outcome = 'created';
create index import_lead_updated on lead_import_dry_run.import_lead (org_unit_id, job_id, first_row) where outcome = 'updated';
create index import_lead_unchanged on lead_import_dry_run.import_lead (org_unit_id, job_id, first_row) where outcome = 'unchanged';
