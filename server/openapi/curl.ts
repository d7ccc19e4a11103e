/** The command of an operation for a shell: the manual's where it has one. `$api` is the server's address. */
import { operations, type Operation } from '#shared/api'
import type { OperationName } from '#shared/request'
import { examples } from './examples.ts'

const values: Record<string, string> = {
  jobId: 'job_123',
  leadId: '01945f0a-3c00-7000-8000-000000000000',
  userId: '2',
  keyId: 'key_0123456789abcdef',
  templateId: 'template_0123456789abcdef',
  segmentId: 'segment_0123456789abcdef',
  mergeId: 'merge_1',
  deletionId: 'deletion_1',
  exportId: 'export_0123456789abcdefghijkl',
  fieldName: 'Budget',
}
/** Where a download goes. */
const files: Partial<Record<OperationName, string>> = {
  getErrorReport: 'errors.csv',
  getExport: 'leads.csv',
}

/** None for what only browsers need: bodies without an example. */
export function curlOf(name: OperationName): string | undefined {
  const { method, path, body, access, download }: Operation = operations[name]
  const { curl, body: example } = examples[name] ?? {}
  if (curl !== undefined) return curl
  if (access === 'anyone' || (body && example === undefined)) return undefined
  const address = path.replace(/:(\w+)/g, (_, key: string) => values[key] ?? key)
  return [
    `curl -X ${method} "$api${address}"`,
    '-H "Authorization: Basic <credentials>"',
    ...(body ? ['-H "Content-Type: application/json"', `-d '${JSON.stringify(example)}'`] : []),
    ...(download ? [`-o ${files[name] ?? 'download'}`] : []),
  ].join(' \\\n')
}
