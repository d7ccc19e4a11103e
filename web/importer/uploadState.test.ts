import { describe, expect, test } from 'vitest'
import type { UploadState } from './importer.ts'
import { isWorking, lasting, nextUploadState, seenFromHere, type UploadEvent } from './uploadState.ts'

const states: UploadState[] = [
  { state: 'idle' },
  { state: 'asking' },
  { state: 'sending' },
  { state: 'waiting', reason: 'network', until: 7, tries: 1 },
  { state: 'paused' },
  { state: 'signedOut' },
  { state: 'watching' },
  { state: 'blocked', message: 'No.' },
  { state: 'over' },
]

const events: Record<UploadEvent['type'], UploadEvent> = {
  started: { type: 'started' },
  resumed: { type: 'resumed' },
  cancelled: { type: 'cancelled' },
  heldElsewhere: { type: 'heldElsewhere' },
  lockGained: { type: 'lockGained' },
  answered: { type: 'answered' },
  outOfStep: { type: 'outOfStep' },
  failed: { type: 'failed', reason: 'database', until: 9, tries: 2 },
  retried: { type: 'retried' },
  paused: { type: 'paused' },
  signedOut: { type: 'signedOut' },
  refused: { type: 'refused', message: 'Because.' },
  ended: { type: 'ended' },
}

/** Rows: events. Columns: states in the order above. A dot: nothing changes. */
const table = `
              idle     asking    sending   waiting   paused  signedOut watching  blocked over
started       asking   .         .         asking    asking  asking    .         asking  .
resumed       .        .         .         asking    .       asking    .         asking  .
cancelled     .        .         asking    asking    asking  asking    .         asking  .
heldElsewhere .        watching  .         .         .       .         .         .       .
lockGained    .        .         .         .         .       .         asking    .       .
answered      .        sending   .         .         .       .         .         .       .
outOfStep     .        .         asking    .         .       .         .         .       .
failed        .        waiting   waiting   .         .       .         .         .       .
retried       .        .         .         asking    .       .         .         .       .
paused        .        paused    paused    paused    .       paused    paused    .       .
signedOut     .        signedOut signedOut signedOut .       .         signedOut .       .
refused       blocked  blocked   blocked   .         .       .         .         blocked .
ended         over     over      over      over      over    over      over      over    .
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

describe('every state meets every event', () => {
  const [names, ...lines] = table
  test('the table is whole', () => {
    expect(names).toEqual(states.map(({ state }) => state))
    expect(lines.map(([event]) => event)).toEqual(Object.keys(events))
  })
  for (const [event, ...ends] of lines)
    for (const [place, end] of ends.entries()) {
      const before = states[place]!
      test(`${before.state} + ${event} = ${end === '.' ? 'unchanged' : end}`, () => {
        const after = nextUploadState(before, events[event as UploadEvent['type']])
        if (end === '.') expect(after).toBe(before)
        else {
          expect(after).not.toBe(before)
          expect(after.state).toBe(end)
        }
      })
    }
})

test('waiting and blocked say why', () => {
  expect(nextUploadState({ state: 'sending' }, events.failed)).toEqual({
    state: 'waiting',
    reason: 'database',
    until: 9,
    tries: 2,
  })
  expect(nextUploadState({ state: 'asking' }, events.refused)).toEqual({
    state: 'blocked',
    message: 'Because.',
  })
})

test('an interrupted import asks the server again; the user’s and the server’s decisions last', () => {
  expect(states.map((state) => lasting(state).state)).toEqual([
    'idle', 'asking', 'asking', 'asking', 'paused', 'asking', 'asking', 'blocked', 'over',
  ]) // prettier-ignore
})

test('what another tab does is watched', () => {
  expect(states.map((state) => seenFromHere(state).state)).toEqual([
    'idle', 'watching', 'watching', 'watching', 'paused', 'signedOut', 'watching', 'blocked', 'over',
  ]) // prettier-ignore
  expect(states.filter(isWorking).map(({ state }) => state)).toEqual([
    'asking',
    'sending',
    'waiting',
    'watching',
  ])
})
