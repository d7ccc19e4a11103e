-- Steps by which the user changed rows in the wizard before Start. Not 0: the file alone does not give the rows of this
-- import, so that another browser, which knows only the file, must not go on with it.
alter table lead_import.import_job add column edits int not null default 0 check (edits >= 0);
