import { Problem } from '#shared/problem'

/** A cursor that no page gave. Starting anew instead would lead a script round in circles. */
export function wrongCursor(): Problem {
  return new Problem('invalid_request', 'cursor: take it from next_cursor of the page before.')
}
