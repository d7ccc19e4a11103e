/** The one row of a function of ours, which always answers: a result without one is a connection that was cut off in the middle. */
export function answered<Row>([row]: Iterable<Row> & readonly Row[]): Row {
  if (row === undefined)
    throw Object.assign(new Error('The function answered nothing.'), { code: 'CONNECTION_CLOSED' })
  return row
}
