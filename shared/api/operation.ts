/** What an operation of the contract is: all that a server needs to check a request, a client to send it, OpenAPI to describe it. */
import type { z } from 'zod'
import type { ProblemCode } from '../problem.ts'

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** h3 route pattern; `:name` is a path parameter, described in pathParameters.ts. */
  path: string
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType | null
  /** Part of the documentation that it belongs to. */
  tag: string
  summary: string
  /** Plain text; code between back quotes. */
  description?: string
  /** Who may call: anyone, who is signed in, a member of the active org unit, or an administrator of it. */
  access: 'anyone' | 'visitor' | 'member' | 'admin'
  /** Status of success, where it is not 200 with an answer and 204 without. */
  status?: 202
  /** Content types of a body that is a file and no JSON; of a form, the file is the field `file`. */
  files?: readonly ('multipart/form-data' | 'text/csv')[]
  /** Content type of an answer that is no JSON. */
  download?: 'text/csv'
  /** Whether the header Idempotency-Key is taken. */
  idempotencyKey?: 'required' | 'optional'
  /** What it refuses beyond what follows from the facts above: see server/openapi/problems.ts. */
  problems?: readonly ProblemCode[]
}

/** For the operations of one part of the documentation. */
export const tagged =
  <const Tag extends string>(tag: Tag) =>
  <const O extends Omit<Operation, 'tag'>>(operation: O): O & { tag: Tag } => ({ ...operation, tag })
