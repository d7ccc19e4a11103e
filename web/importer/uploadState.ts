/** Where sending an import stands, and what each event makes of it. Pure: the whole table is in uploadState.test.ts. */
import type { UploadState } from './importer.ts'

export type UploadEvent =
  /** The user's wish: Start, go on, try again. */
  | { type: 'started' }
  /** Page load or sign-in: goes on by itself, but not against the user's pause. */
  | { type: 'resumed' }
  /** The user wants an end: the loop has to ask the server for it. */
  | { type: 'cancelled' }
  /** Another tab has the lock. */
  | { type: 'heldElsewhere' }
  | { type: 'lockGained' }
  /** The server named the next batch. */
  | { type: 'answered' }
  /** A batch did not fit what the server has: ask it again. */
  | { type: 'outOfStep' }
  | { type: 'failed'; reason: 'network' | 'server' | 'database'; until: number; tries: number }
  /** The time of waiting is over, or the network is back. */
  | { type: 'retried' }
  | { type: 'paused' }
  | { type: 'signedOut' }
  | { type: 'refused'; message: string }
  /** The job is over on the server, whatever its status. */
  | { type: 'ended' }

type Name = UploadState['state']

/** States that an event leads away from; in every other state it changes nothing. */
const from: Record<UploadEvent['type'], readonly Name[]> = {
  started: ['idle', 'waiting', 'paused', 'signedOut', 'blocked'],
  resumed: ['waiting', 'signedOut', 'blocked'],
  cancelled: ['sending', 'waiting', 'paused', 'signedOut', 'blocked'],
  heldElsewhere: ['asking'],
  lockGained: ['watching'],
  answered: ['asking'],
  outOfStep: ['sending'],
  failed: ['asking', 'sending'],
  retried: ['waiting'],
  paused: ['asking', 'sending', 'waiting', 'signedOut', 'watching'],
  signedOut: ['asking', 'sending', 'waiting', 'watching'],
  refused: ['idle', 'asking', 'sending', 'blocked'],
  ended: ['idle', 'asking', 'sending', 'waiting', 'paused', 'signedOut', 'watching', 'blocked'],
}

/** The state after `event`; the very same object where the event changes nothing. */
export function nextUploadState(state: UploadState, event: UploadEvent): UploadState {
  if (!from[event.type].includes(state.state)) return state
  switch (event.type) {
    case 'started':
    case 'resumed':
    case 'cancelled':
    case 'lockGained':
    case 'outOfStep':
    case 'retried':
      return { state: 'asking' }
    case 'heldElsewhere':
      return { state: 'watching' }
    case 'answered':
      return { state: 'sending' }
    case 'failed':
      return { state: 'waiting', reason: event.reason, until: event.until, tries: event.tries }
    case 'paused':
      return { state: 'paused' }
    case 'signedOut':
      return { state: 'signedOut' }
    case 'refused':
      return { state: 'blocked', message: event.message }
    case 'ended':
      return { state: 'over' }
  }
}

/** Whether the loop has something to do. */
export function isWorking({ state }: UploadState): boolean {
  return state === 'asking' || state === 'sending' || state === 'waiting' || state === 'watching'
}

/** What of a state outlives its worker: an interrupted import has to ask the server where it stands. */
export function lasting(state: UploadState): UploadState {
  return isWorking(state) || state.state === 'signedOut' ? { state: 'asking' } : state
}

/** How a state of another tab looks from here. */
export function seenFromHere(state: UploadState): UploadState {
  return isWorking(state) ? { state: 'watching' } : state
}
