/** Things the user asked for that can fail: what went wrong stays on the page until the next try. */
import { shallowRef } from 'vue'
import { Problem } from '#shared/problem'

export function useAttempt() {
  const trouble = shallowRef<string | null>(null)

  /** Runs `action`; answers whether it went through. */
  async function attempt(what: string, action: () => Promise<unknown>): Promise<boolean> {
    trouble.value = null
    try {
      await action()
      return true
    } catch (error) {
      trouble.value = error instanceof Problem ? error.message : `${what}: ${whyFailed(error)}`
      return false
    }
  }

  return { trouble, attempt }
}

/** Why a thing failed, for the end of a sentence. */
export function whyFailed(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message || 'no reason was given. Reload the page and try again.'
}
