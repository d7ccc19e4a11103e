/** What a person should look at although no rule is broken. Hints stay in the wizard: no job and no API knows them. */
import type { RowIssueKind } from './rowError.ts'

export const hintCodes = ['possible_typo'] as const
export type HintCode = (typeof hintCodes)[number]

export const hintKinds: Record<HintCode, Pick<RowIssueKind, 'words' | 'advice'>> = {
  possible_typo: {
    words: 'Possibly mistyped',
    advice:
      'The address is valid, but it looks like another one with a slip in it. Compare, then keep or fix it.',
  },
}
