/** The HTTP application: every operation at its address, and one answer for everything that goes wrong. */
import { randomUUID } from 'node:crypto'
import { H3, HTTPError, type H3Event } from 'h3'
import { operations, type Operation } from '#shared/api'
import { REQUEST_BODY_BYTES, UPLOAD_BYTES } from '#shared/limits'
import { Problem } from '#shared/problem'
import { Authenticator } from './auth/authenticate.ts'
import { admin, member, person } from './auth/authorize.ts'
import { isConnectionLost, throughRestart, type Database } from './db/connect.ts'
import { faultText } from './fault.ts'
import { documentAnswer } from './openapi/documentAnswer.ts'
import { bodyText, parseJson, requireOwnOrigin } from './request.ts'
import { addIdentifier } from './routes/addIdentifier.ts'
import { addMember } from './routes/addMember.ts'
import { beginJob } from './routes/beginJob.ts'
import { cancelJob } from './routes/cancelJob.ts'
import { changeMember } from './routes/changeMember.ts'
import { changePassword } from './routes/changePassword.ts'
import { chooseOrgUnit } from './routes/chooseOrgUnit.ts'
import { countLeads } from './routes/countLeads.ts'
import { createApiKey } from './routes/createApiKey.ts'
import { createField } from './routes/createField.ts'
import { createMemberLink } from './routes/createMemberLink.ts'
import { createOrgUnit } from './routes/createOrgUnit.ts'
import { createSegment } from './routes/createSegment.ts'
import { deleteLeads } from './routes/deleteLeads.ts'
import { deleteSegment } from './routes/deleteSegment.ts'
import { deleteTemplate } from './routes/deleteTemplate.ts'
import { exportLeads } from './routes/exportLeads.ts'
import { getChanges } from './routes/getChanges.ts'
import { getErrorReport } from './routes/getErrorReport.ts'
import { getExport } from './routes/getExport.ts'
import { getJob } from './routes/getJob.ts'
import { getLead } from './routes/getLead.ts'
import { getSegment } from './routes/getSegment.ts'
import { getSession } from './routes/getSession.ts'
import { getUndoPreview } from './routes/getUndoPreview.ts'
import { listApiKeys } from './routes/listApiKeys.ts'
import { listConflicts } from './routes/listConflicts.ts'
import { listDeletions } from './routes/listDeletions.ts'
import { listDuplicates } from './routes/listDuplicates.ts'
import { listErrors } from './routes/listErrors.ts'
import { listFields } from './routes/listFields.ts'
import { listFieldValues } from './routes/listFieldValues.ts'
import { listJobs } from './routes/listJobs.ts'
import { listKept } from './routes/listKept.ts'
import { listLeads } from './routes/listLeads.ts'
import { listMembers } from './routes/listMembers.ts'
import { listOutcomes } from './routes/listOutcomes.ts'
import { listSegments } from './routes/listSegments.ts'
import { listTemplates } from './routes/listTemplates.ts'
import { mergeLeads } from './routes/mergeLeads.ts'
import { previewImport } from './routes/previewImport.ts'
import { putBatch } from './routes/putBatch.ts'
import { recallMapping } from './routes/recallMapping.ts'
import { removeIdentifier } from './routes/removeIdentifier.ts'
import { removeMember } from './routes/removeMember.ts'
import { revokeApiKey } from './routes/revokeApiKey.ts'
import type { Actor, Call, Route, Visitor } from './routes/route.ts'
import { saveTemplate } from './routes/saveTemplate.ts'
import { searchJobs } from './routes/searchJobs.ts'
import { searchLeads } from './routes/searchLeads.ts'
import { signIn } from './routes/signIn.ts'
import { signInWithLink } from './routes/signInWithLink.ts'
import { signOut } from './routes/signOut.ts'
import { startImport } from './routes/startImport.ts'
import { undoDeletion } from './routes/undoDeletion.ts'
import { undoImport } from './routes/undoImport.ts'
import { undoMerge } from './routes/undoMerge.ts'
import { updateField } from './routes/updateField.ts'
import { updateLead } from './routes/updateLead.ts'
import { updateSegment } from './routes/updateSegment.ts'
import { pageFiles, type PageFiles } from './pageFiles.ts'

const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

export interface AppOptions {
  db: Database
  /** Folder of the built page; null serves the API alone. */
  pageFolder: string | null
  /** Largest file that the API takes. */
  maxUploadBytes?: number
  /** Told of each import that the server is to work on, or to undo. */
  onImportStarted?: () => void
  /** Where faults go: a line without personal data. */
  log?: (line: string) => void
}

export function createApp({
  db,
  pageFolder,
  maxUploadBytes = UPLOAD_BYTES,
  onImportStarted = () => {},
  log = console.error,
}: AppOptions): H3 {
  const authenticator = new Authenticator(db)
  const page = pageFolder === null ? null : pageFiles(pageFolder)
  // silent: h3 prints what it catches, with messages of Postgres that may quote values
  const app = new H3({ silent: true, onError: (error, event) => refusal(error, event, page, log) })
  app.use((event) => {
    for (const [name, value] of Object.entries(securityHeaders)) {
      event.res.headers.set(name, value)
      event.res.errHeaders.set(name, value)
    }
  })
  const routes: Route[] = [
    changePassword(authenticator), createOrgUnit, listMembers, addMember, changeMember, removeMember, createMemberLink,
    listApiKeys, createApiKey, revokeApiKey,
    signIn(authenticator), signInWithLink, getSession(authenticator), chooseOrgUnit, signOut, listFields, createField,
    recallMapping, listTemplates, saveTemplate, deleteTemplate,
    beginJob, listJobs, searchJobs, getJob, putBatch, previewImport(maxUploadBytes), startImport(onImportStarted), listErrors, listOutcomes, getChanges, listConflicts, getErrorReport, cancelJob,
    getUndoPreview, undoImport(onImportStarted), listKept,
    listLeads, searchLeads, countLeads, listFieldValues, exportLeads, getExport,
    mergeLeads, undoMerge, deleteLeads, listDeletions, undoDeletion,
    listSegments, createSegment, getSegment, updateSegment, deleteSegment, updateField,
    getLead, updateLead, listDuplicates, addIdentifier, removeIdentifier,
  ] // prettier-ignore
  for (const route of routes) {
    const operation: Operation = operations[route.name]
    const handler = (event: H3Event) => run(event, route, operation, db, authenticator)
    app.on(operation.method, operation.path, handler)
    if (operation.method === 'GET') app.on('HEAD', operation.path, handler)
  }
  refuseOtherMethods(app, routes)
  app.get('/openapi.json', (event) => documentAnswer(event.req))
  for (const path of page?.paths ?? []) app.get(path, (event) => page?.answer(event))
  return app
}

/** A known address with a method that it does not take. */
function refuseOtherMethods(app: H3, routes: Route[]): void {
  const methods = new Map<string, string[]>()
  for (const { name } of routes) {
    const { method, path }: Operation = operations[name]
    methods.set(path, [...(methods.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])])
  }
  for (const [path, allow] of methods) {
    app.all(path, (event) => {
      throw new Problem(
        'method_not_allowed',
        `${event.req.method} is not taken at ${event.url.pathname.slice(0, 200)}. Use ${allow.join(' or ')}.`,
        { allow },
      )
    })
  }
}

async function run(
  event: H3Event,
  route: Route,
  operation: Operation,
  db: Database,
  authenticator: Authenticator,
) {
  if (operation.method !== 'GET') requireOwnOrigin(event.req)
  const visitor =
    route.access === 'anyone'
      ? null
      : await throughRestart(() => authenticator.visitor(event.req, event.req.ip ?? ''))
  const who = visitor && admitted(route, operation, visitor)
  const sent =
    operation.body && !route.raw ? parseJson(await bodyText(event.req, REQUEST_BODY_BYTES)) : undefined
  const call = {
    db,
    event,
    params: event.context.params ?? {},
    query: operation.query ? fitting(operation.query, Object.fromEntries(event.url.searchParams)) : undefined,
    body: operation.body && !route.raw ? fitting(operation.body, sent) : undefined,
    who,
  }
  const handle = (): Promise<unknown> =>
    (route.handle as (call: Call<never, unknown>) => Promise<unknown>)(call as Call<never, unknown>)
  const answer = await (operation.method === 'GET' ? throughRestart(handle) : handle())
  event.res.headers.set('cache-control', 'no-store')
  if (answer instanceof Response) return answer
  if (answer === null) {
    event.res.status = 204
    return ''
  }
  return answer
}

/** The caller as the route wants them. */
function admitted({ access }: Route, { path }: Operation, visitor: Visitor): Visitor | Actor {
  if (!/^\/leads(\/|$)/.test(path)) person(visitor)
  if (access === 'admin') return admin(visitor)
  return access === 'member' ? member(visitor) : visitor
}

function fitting(schema: NonNullable<Operation['body']>, sent: unknown): unknown {
  const checked = schema.safeParse(sent)
  if (checked.success) return checked.data
  const problems = checked.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`)
  throw new Problem('invalid_request', `${problems.join('; ')}.`)
}

/** problem+json for every refusal. What is neither a Problem nor a lost database is a fault of ours, told by reference only. */
function refusal(
  error: unknown,
  event: H3Event,
  page: PageFiles | null,
  log: (line: string) => void,
): Response {
  const problem = problemOf(error, event, log)
  const isStray = problem.code === 'not_found' && event.context.matchedRoute === undefined
  if (page && isStray && event.req.headers.get('accept')?.includes('text/html')) {
    return page.notFound(securityHeaders)
  }
  const headers = new Headers({
    ...securityHeaders,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
  const retryAfter = problem.extra['retry_after']
  if (typeof retryAfter === 'number') headers.set('retry-after', String(retryAfter))
  const allow = problem.extra['allow']
  if (Array.isArray(allow)) headers.set('allow', allow.join(', '))
  // only scripts are asked for Basic: a browser would open its own dialog over the page
  if (problem.status === 401 && !event.req.headers.has('sec-fetch-site')) {
    headers.set('www-authenticate', 'Basic realm="Lead Import", charset="UTF-8"')
  }
  return new Response(JSON.stringify(problem.body), { status: problem.status, headers })
}

function problemOf(thrown: unknown, event: H3Event, log: (line: string) => void): Problem {
  // h3 wraps what it did not throw itself; the cause of its own errors is only their options
  const error = thrown instanceof HTTPError && thrown.unhandled ? thrown.cause : thrown
  if (error instanceof Problem) return error
  if (isConnectionLost(error))
    return new Problem('database_unavailable', 'The database does not answer. Try again in a moment.')
  // no route, or a path that is not a valid one
  if (error instanceof HTTPError && error.status < 500) {
    return new Problem(
      'not_found',
      `There is nothing at ${event.req.method} ${event.url.pathname.slice(0, 200)}.`,
    )
  }
  const reference = randomUUID()
  log(`fault ${reference}: ${faultText(error)}`)
  return new Problem(
    'internal',
    `Something went wrong on our side. Try again; if it stays, report the reference ${reference}.`,
    { reference },
  )
}
