-- An undo that cannot go on says so, and why. Somebody may ask for it again: it goes on after undo_cursor.
alter table lead_import.import_job
  drop constraint import_job_undo_state_check,
  add constraint import_job_undo_state_check check (undo_state in ('in_progress', 'failed', 'done')),
  add column undo_failure text;
