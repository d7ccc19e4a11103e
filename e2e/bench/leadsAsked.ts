/** What is asked of a million leads: each kind of search and condition, where many fit, few, the oldest only, and none. */
import type { LeadCondition, LeadSelection } from '#shared/api/leadFilter'
import type { IdentifierKind } from '#shared/identifierKind'

export type Asked = Partial<Omit<LeadSelection, 'conditions'>> & { conditions?: LeadCondition[] }

const oneOf = (field: string, ...values: string[]): LeadCondition => ({ of: 'field', field, is: 'one_of', values }) // prettier-ignore
const noneOf = (field: string, ...values: string[]): LeadCondition => ({ of: 'field', field, is: 'none_of', values }) // prettier-ignore
const state = (field: string, is: 'filled' | 'empty'): LeadCondition => ({ of: 'field', field, is })
const kind = (name: IdentifierKind, is: 'there' | 'missing'): LeadCondition => ({ of: 'identifier', kind: name, is }) // prettier-ignore

const nowhere = Array.from({ length: 49 }, (_, n) => `Nowhere ${n}`)
const everywhere = ['Germany', 'France', 'Spain', 'Poland', 'Italy', 'Norway', 'Japan', 'Brazil', 'Canada', 'Kenya'] // prettier-ignore

/** `imports`: of the oldest leads, of the newest, and one that met 400 of the oldest again. */
export function asked(imports: { oldest: string; newest: string; again: string }): [string, Asked][] {
  const of = (job_id: string, outcome: 'created' | 'updated' | 'any' = 'any'): LeadCondition => ({ of: 'import', job_id, outcome }) // prettier-ignore
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()
  return [
    ['no search, no filter', {}],
    ['search: a first name', { search: 'michael' }],
    ['search: a word of the oldest 40 %', { search: 'globex' }],
    ['search: a word of every lead', { search: 'gmbh' }],
    ['search: one letter', { search: 'm' }],
    ['search: three letters as words', { search: 'a b c' }],
    ['search: two words, oldest only', { search: 'mich glob' }],
    ['search: nobody', { search: 'zzz' }],
    ['search: an email', { search: 'crm-main-1@none.example' }],
    ['search: a phone', { search: '+49 30 10 000 004 1' }],
    ['search: an external id', { search: 'CRM-main-77' }],
    ['search: beginning of ids, too many', { search: 'CRM-' }],
    ['search: beginning of a phone', { search: '+49 30 1000 00' }],
    ['field is: oldest 40 %', { conditions: [oneOf('country', 'Germany')] }],
    ['field is: 1 in 75, oldest', { conditions: [oneOf('country', 'Germany'), oneOf('industry', 'Industry 7')] }],
    ['field is: 20 oldest', { conditions: [oneOf('stage', 'rare')] }],
    ['field is: 3 values', { conditions: [oneOf('country', 'Kenya', 'Japan', 'Germany')] }],
    ['field is: 50 values, 1 in use', { conditions: [oneOf('country', ...nowhere, 'Kenya')] }],
    ['field is: 49 values, none in use', { conditions: [oneOf('country', ...nowhere)] }],
    ['field is not: 60 % fit', { conditions: [noneOf('country', 'Germany')] }],
    ['field is not: 20 oldest fit', { conditions: [noneOf('country', ...everywhere)] }],
    ['field filled: nearly all', { conditions: [state('country', 'filled')] }],
    ['field filled: custom, 20 oldest', { conditions: [state('stage', 'filled')] }],
    ['field filled: custom, 3 in 10', { conditions: [state('phase', 'filled')] }],
    ['field empty: 20 oldest', { conditions: [state('country', 'empty')] }],
    ['field empty: custom', { conditions: [state('phase', 'empty')] }],
    ['identifier there: half', { conditions: [kind('phone', 'there')] }],
    ['identifier there: 20 oldest', { conditions: [kind('social', 'there')] }],
    ['identifier missing: none', { conditions: [kind('email', 'missing')] }],
    ['import: oldest 100,000', { conditions: [of(imports.oldest)] }],
    ['import: newest, created', { conditions: [of(imports.newest, 'created')] }],
    ['import: 400 leads again', { conditions: [of(imports.again)] }],
    ['import and field: all fit', { conditions: [of(imports.oldest), oneOf('country', 'Germany')] }],
    ['import and field: none fits', { conditions: [of(imports.oldest), oneOf('country', 'Kenya')] }],
    ['import and search', { search: 'michael', conditions: [of(imports.oldest)] }],
    ['created: since yesterday', { conditions: [{ of: 'created', from: day(-1), until: null }] }],
    ['created: tomorrow', { conditions: [{ of: 'created', from: day(1), until: null }] }],
    ['search and field: none fits', { search: 'initech', conditions: [oneOf('country', 'Germany')] }],
    ['search, field, identifier, field', { search: 'g', conditions: [oneOf('country', 'Germany'), kind('phone', 'there'), oneOf('industry', 'Industry 7')] }],
  ] // prettier-ignore
}
