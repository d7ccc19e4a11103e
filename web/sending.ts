/** A change that was asked of the server: on its way, or refused for a reason that stays until the next try. */
import { shallowRef } from 'vue'
import type { Problem } from '#shared/problem'
import { problemOf } from './loaded.ts'

export type Sending = { state: 'none' } | { state: 'sending' } | { state: 'refused'; problem: Problem }

/** What heads a refusal; `notDone` may be false where no answer came: the change may have been made all the same. */
export function refusalTitle(problem: Problem, notDone: string): string {
  return problem.code === 'server_unreachable' ? problem.title : notDone
}

export function useSending() {
  const sending = shallowRef<Sending>({ state: 'none' })

  /** Runs `ask`, one at a time; answers whether it went through. */
  async function send(ask: () => Promise<unknown>): Promise<boolean> {
    if (sending.value.state === 'sending') return false
    sending.value = { state: 'sending' }
    try {
      await ask()
      sending.value = { state: 'none' }
      return true
    } catch (error) {
      sending.value = { state: 'refused', problem: problemOf(error) }
      return false
    }
  }

  /** Forgets a refusal. */
  function forget(): void {
    if (sending.value.state === 'refused') sending.value = { state: 'none' }
  }

  return { sending, send, forget }
}
