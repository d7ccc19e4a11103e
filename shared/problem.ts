/**
 * Refused requests: RFC 9457 `application/problem+json`. One table of codes for server, worker and page, and one code that
 * a client says itself. `retry` tells a client whether sending the same request again may help.
 */
export interface ProblemKind {
  status: number
  title: string
  retry: boolean
}

export const problemKinds = {
  malformed_body: { status: 400, title: 'The request body cannot be read', retry: false },
  not_signed_in: { status: 401, title: 'Sign in first', retry: false },
  wrong_credentials: { status: 401, title: 'User name or password is wrong', retry: false },
  link_expired: { status: 401, title: 'The sign-in link has expired', retry: false },
  no_org_unit: { status: 403, title: 'No organizational unit is active', retry: false },
  admin_only: {
    status: 403,
    title: 'Only an administrator of the organizational unit may do that',
    retry: false,
  },
  foreign_origin: { status: 403, title: 'The request comes from another site', retry: false },
  not_found: { status: 404, title: 'Not found', retry: false },
  method_not_allowed: { status: 405, title: 'This address does not take that method', retry: false },
  batch_early: { status: 409, title: 'An earlier batch is missing', retry: true },
  batch_differs: { status: 409, title: 'This batch was sent before with another content', retry: false },
  job_over: { status: 409, title: 'The import is over', retry: false },
  idempotency_mismatch: {
    status: 409,
    title: 'This Idempotency-Key was used for another request',
    retry: false,
  },
  lead_changed: { status: 409, title: 'The lead was changed meanwhile', retry: false },
  identifier_taken: { status: 409, title: 'Another lead has that identifier', retry: false },
  last_identifier: { status: 409, title: 'A lead needs an identifier', retry: false },
  undo_expired: { status: 409, title: 'It is too late to undo that', retry: false },
  not_undoable: { status: 409, title: 'There is nothing to undo', retry: false },
  segment_exists: { status: 409, title: 'A segment of that name exists', retry: false },
  too_many_segments: { status: 409, title: 'The organizational unit has too many segments', retry: false },
  standard_field: { status: 409, title: 'Standard profile fields are fixed', retry: false },
  field_exists: { status: 409, title: 'A profile field of that name exists', retry: false },
  too_many_templates: { status: 409, title: 'The organizational unit has too many templates', retry: false },
  last_admin: { status: 409, title: 'An organizational unit needs an administrator', retry: false },
  already_member: { status: 409, title: 'The user is a member already', retry: false },
  other_org_units: { status: 409, title: 'The user belongs to other organizational units too', retry: false },
  too_large: { status: 413, title: 'The request is too large', retry: false },
  wrong_content_type: { status: 415, title: 'The content type is not accepted here', retry: false },
  invalid_request: { status: 422, title: 'The request does not fit', retry: false },
  unreadable_file: { status: 422, title: 'The file cannot be imported', retry: false },
  unknown_column: { status: 422, title: 'The file has no such column', retry: false },
  invalid_identifier: { status: 422, title: 'The identifier is not valid', retry: false },
  unknown_field: { status: 422, title: 'There is no such lead field', retry: false },
  invalid_mapping: { status: 422, title: 'The mapping cannot be used', retry: false },
  invalid_rows: { status: 422, title: 'Rows of the batch are not in canonical form', retry: false },
  too_many_tries: { status: 429, title: 'Too many tries', retry: true },
  internal: { status: 500, title: 'Something went wrong on our side', retry: true },
  database_unavailable: { status: 503, title: 'The database does not answer', retry: true },
} as const satisfies Record<string, ProblemKind>

/** What the server refuses with. */
export type ProblemCode = keyof typeof problemKinds

/** No answer, or one of something in between: no status to speak of. The server never sends it. */
const unanswered = {
  server_unreachable: { status: 0, title: 'The server cannot be reached', retry: true },
} as const satisfies Record<string, ProblemKind>

const allKinds: Record<ProblemCode | keyof typeof unanswered, ProblemKind> = {
  ...problemKinds,
  ...unanswered,
}

/** Whether a server of this version may send that code. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemKinds, code)
}

/** The body of every refused request. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  code: Problem['code']
  /** What happened, the value, what to do. */
  detail: string
  /** Data for programs, e.g. `next_batch` of `batch_early`. */
  [extra: string]: unknown
}

/** Thrown where a request is refused; the server answers with it, the worker throws it for an answer. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: keyof typeof allKinds
  readonly extra: Record<string, unknown>
  constructor(code: keyof typeof allKinds, detail: string, extra: Record<string, unknown> = {}) {
    super(detail)
    this.code = code
    this.extra = extra
  }
  get status(): number {
    return allKinds[this.code].status
  }
  get title(): string {
    return allKinds[this.code].title
  }
  get retry(): boolean {
    return allKinds[this.code].retry
  }
  get body(): ProblemBody {
    const { status, title } = this
    return {
      type: `/docs/problems#${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.message,
      ...this.extra,
    }
  }
}
