/** A fault for the log: its code and the stack without the message, because a message of Postgres may quote values. */
export function faultText(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is no error was thrown'
  const code = String((error as { code?: unknown }).code ?? error.name)
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
  return [code, ...frames].join('\n')
}
