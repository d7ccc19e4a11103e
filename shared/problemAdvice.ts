/** What to do about a refused request, per code: for the documentation, as `detail` says it for the case at hand. */
import type { ProblemCode } from './problem.ts'

export const problemAdvice: Record<ProblemCode, string> = {
  malformed_body:
    'Send the body whole, as JSON in UTF-8, or the file as a form with the part `file`. Say `Content-Encoding: gzip` only where it is compressed.',
  not_signed_in: 'Send a user name and password, or a key id and its secret, by HTTP Basic.',
  wrong_credentials: 'Check name and password, or key id and secret; the key may have been revoked.',
  link_expired: 'Sign in with the password, or ask an administrator for a new link.',
  no_org_unit:
    'Name an org unit that the credential has in `X-Org-Unit`, or ask an administrator to add the user to one.',
  admin_only: 'Ask an administrator of the org unit. API keys reach only what is under `/leads`.',
  foreign_origin: 'Send the request from a page of this server, or from a script without `Origin`.',
  not_found: 'Check the address and the id. What belongs to another org unit is not found either.',
  method_not_allowed: 'Use one of the methods in the header `Allow`.',
  batch_early: 'Send the batch that `next_batch` names.',
  batch_differs: 'Go on with the batch that the job wants next; what was applied stays as it is.',
  job_over: 'Begin a new import.',
  idempotency_mismatch: 'Use a new `Idempotency-Key` for another request.',
  lead_changed: 'Get the lead again, and decide anew.',
  identifier_taken:
    'Compare with the lead that `lead_id` names: merge the two, or choose another identifier.',
  last_identifier: 'Add another identifier first, or delete the lead.',
  undo_expired: 'Nothing can be done by the API: change the leads themselves.',
  not_undoable: 'See `detail`: it says what stands in the way.',
  segment_exists: 'Choose another name; names are the same in any case.',
  too_many_segments: 'Delete a segment that nobody needs.',
  standard_field: 'Define a field of your own instead.',
  field_exists: 'Use the field that exists; names are the same in any case.',
  too_many_templates: 'Delete a template that nobody needs, or save under the name of one.',
  last_admin: 'Make another member an administrator first.',
  already_member: 'Nothing to do; the role can be changed.',
  other_org_units: 'The user has to change the password, or an administrator of all their org units.',
  too_large: 'Send at most `limit` bytes.',
  wrong_content_type:
    'Send `application/json`, or a file as `multipart/form-data` or `text/csv`, plain or as gzip.',
  invalid_request: 'Correct what `detail` names.',
  unreadable_file:
    'Export the list as CSV with a header row. Where the detection is wrong, say encoding, delimiter or quote in the query.',
  unknown_column: 'Use a header of the file: `detail` names the nearest one.',
  invalid_identifier: 'Correct what `detail` names.',
  unknown_field: 'Use a standard field or one that the org unit defined: `detail` names the nearest one.',
  invalid_mapping: 'Name one identifier column, and each field and column once.',
  invalid_rows: 'Send identifiers in canonical form, and rows in file order.',
  too_many_tries: 'Wait as many seconds as `Retry-After` says.',
  internal: 'Send it again. If it stays, report the `reference`: the log has it.',
  database_unavailable: 'Send it again in a moment.',
}
