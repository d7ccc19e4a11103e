/** How work in the background waits: for its next turn, and for what is in its way. */
import { setTimeout as after } from 'node:timers/promises'
import { Problem } from '#shared/problem'
import { isConnectionLost } from '../db/connect.ts'

/** Longest wait between two tries, in milliseconds. */
const LONGEST_WAIT_MS = 30_000

/** False where `signal` came first. */
export async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return await after(ms, true, { signal }).catch(() => false)
}

/** Milliseconds until the next of so many tries. */
export function waitFor(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(tries, 10))
}

/** The database is away, restarts, is full or busy: no fault of the work's, however long it takes. */
export function mayPass(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'database_unavailable'
  return isConnectionLost(error) || /^(08|40|53|55|57|58)/.test(String((error as { code?: unknown }).code))
}
