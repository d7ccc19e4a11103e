/**
 * The contract between browser, scripts and server: per operation method, path and schemas, of which `api/` has one file
 * for each noun. Types are inferred from the schemas that check the requests. Paths of the import chapter are the manual's.
 */
import { z } from 'zod'
import { batchSchema, receiptSchema } from './api/batches.ts'
import { createFieldSchema, profileFieldSchema } from './api/fields.ts'
import {
  beginJobSchema,
  errorsPageSchema,
  errorsQuerySchema,
  jobDetailsSchema,
  jobSchema,
  jobsPageSchema,
  jobsQuerySchema,
} from './api/jobs.ts'
import { leadDetailsSchema, leadsPageSchema, leadsQuerySchema } from './api/leads.ts'
import { chooseOrgUnitSchema, sessionSchema, signInLinkSchema, signInSchema } from './api/session.ts'

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** h3 route pattern; `:name` is a path parameter. */
  path: string
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType | null
}
const operation = <const O extends Operation>(o: O): O => o

/** Every operation, by the name of its file in server/routes. */
export const operations = {
  signIn: operation({ method: 'POST', path: '/session', body: signInSchema, answer: sessionSchema }),
  signInWithLink: operation({
    method: 'POST',
    path: '/session/link',
    body: signInLinkSchema,
    answer: sessionSchema,
  }),
  /** Null where nobody is signed in: for a page that only asks, that is no refusal. */
  getSession: operation({ method: 'GET', path: '/session', answer: sessionSchema.nullable() }),
  chooseOrgUnit: operation({
    method: 'PUT',
    path: '/session/org-unit',
    body: chooseOrgUnitSchema,
    answer: sessionSchema,
  }),
  signOut: operation({ method: 'DELETE', path: '/session', answer: null }),
  listFields: operation({
    method: 'GET',
    path: '/leads/fields',
    answer: z.object({ fields: z.array(profileFieldSchema) }),
  }),
  createField: operation({
    method: 'POST',
    path: '/leads/fields',
    body: createFieldSchema,
    answer: profileFieldSchema,
  }),
  beginJob: operation({
    method: 'POST',
    path: '/leads/import/jobs',
    body: beginJobSchema,
    answer: jobSchema,
  }),
  listJobs: operation({
    method: 'GET',
    path: '/leads/import/jobs',
    query: jobsQuerySchema,
    answer: jobsPageSchema,
  }),
  getJob: operation({ method: 'GET', path: '/leads/import/jobs/:jobId', answer: jobDetailsSchema }),
  putBatch: operation({
    method: 'PUT',
    path: '/leads/import/jobs/:jobId/batches/:number',
    body: batchSchema,
    answer: receiptSchema,
  }),
  listErrors: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/errors',
    query: errorsQuerySchema,
    answer: errorsPageSchema,
  }),
  getErrorReport: operation({ method: 'GET', path: '/leads/import/jobs/:jobId/errors.csv', answer: null }),
  cancelJob: operation({ method: 'POST', path: '/leads/import/jobs/:jobId/cancel', answer: jobSchema }),
  listLeads: operation({ method: 'GET', path: '/leads', query: leadsQuerySchema, answer: leadsPageSchema }),
  getLead: operation({ method: 'GET', path: '/leads/:leadId', answer: leadDetailsSchema }),
} as const
