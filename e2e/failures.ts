/** A Playwright reporter beside `list`: prints a failure as it happens, because `list` does so at the end, which a suite that is cut off never reaches. */
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

export default class Failures implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus) return
    const words = result.errors.map(({ message, value, snippet, stack }) =>
      [message ?? value, snippet ?? stack].filter(Boolean).join('\n'),
    )
    console.log([`FAILED  ${test.titlePath().join(' › ')} (${result.status})`, ...words].join('\n'))
  }

  /** `list` says the rest. */
  printsToStdio(): boolean {
    return false
  }
}
