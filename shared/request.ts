/** How a client speaks an operation of the contract: its address, and the Problem in an answer that refuses. */
import { replaceUnstorable } from './cellText.ts'
import { operations, type Operation } from './api.ts'
import { isProblemCode, Problem } from './problem.ts'

export type OperationName = keyof typeof operations

/** Path of an operation with its parameters filled in; `query` values that are undefined are left out. */
export function addressOf(
  name: OperationName,
  params: Record<string, string | number> = {},
  query: Record<string, string | number | undefined> = {},
): string {
  const operation: Operation = operations[name]
  const path = operation.path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key]
    if (value === undefined) throw new Error(`${name} needs the parameter ${key}.`)
    return escaped(value)
  })
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(key)}=${escaped(value)}`],
  )
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

/** A lone surrogate has no escape in an address. */
function escaped(value: string | number): string {
  return encodeURIComponent(replaceUnstorable(String(value)))
}

/** What a refusal says, for code that branches on `code`. An answer that is not ours (a proxy's page, say) is none. */
export function problemIn(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null) {
    const {
      code,
      detail,
      type: _type,
      title: _title,
      status: _status,
      ...extra
    } = body as Record<string, unknown>
    if (typeof code === 'string' && isProblemCode(code) && typeof detail === 'string')
      return new Problem(code, detail, extra)
  }
  return new Problem(
    'server_unreachable',
    `Something else than Lead Import answered, with status ${status}. Check the connection and try again.`,
  )
}
