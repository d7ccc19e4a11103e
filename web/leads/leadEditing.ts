/** One lead as the page shows it, and what a person does to it. Every change answers with the lead as it is then. */
import { computed } from 'vue'
import type { LeadDetails } from '#shared/api/leads'
import type { IdentifierKind } from '#shared/identifierKind'
import { Problem } from '#shared/problem'
import { call, type Answer } from '../api.ts'
import { useLoaded } from '../loaded.ts'
import { valueOf } from './lead.ts'

/** What became of an edit. `changed`: somebody else wrote the field meanwhile, `now` stands in it, and it stays. */
export type FieldEdit = { edit: 'saved' } | { edit: 'changed'; now: string | null }

export interface GivenIdentifier {
  kind: IdentifierKind
  value: string
  default_country?: string | undefined
}

/** Both leads after a merge was undone, and what stays as it is. */
export type MergeUndone = Answer<'undoMerge'>

/** Somebody who writes the same lead again and again is met no more often than this. */
const TRIES = 3

export function useLead(leadId: () => string, ask: typeof call = call) {
  const { loaded, load, refresh } = useLoaded(() => ask('getLead', { params: { leadId: leadId() } }))
  const lead = computed(() => (loaded.value.state === 'shown' ? loaded.value.value : null))

  function show(value: LeadDetails): void {
    // another lead is shown by now
    if (value.lead_id === leadId()) loaded.value = { state: 'shown', value, outdated: null }
  }

  // One after the other: each says which state of the lead it knows, and the one before has just made another.
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const mine = last.then(change, change)
    last = mine.catch(() => undefined)
    return mine
  }

  /**
   * Writes a field that held `was` when the edit began. Where something else of the lead has changed meanwhile, that
   * is no reason to refuse. `of` is the lead whose field was edited: another one may be shown by now.
   */
  function editField(of: string, name: string, value: string | null, was: string | null): Promise<FieldEdit> {
    const params = { leadId: of }
    return inTurn(async () => {
      const shown = lead.value?.lead_id === of ? lead.value : null
      let known = shown ?? (await ask('getLead', { params }))
      for (let tries = 1; ; tries++) {
        const now = valueOf(known.profile, name)
        if (now !== was && now !== value) return { edit: 'changed', now }
        try {
          const body = { profile: { [name]: value }, seen_at: known.updated_at }
          show(await ask('updateLead', { params, body }))
          return { edit: 'saved' }
        } catch (error) {
          const isOutdated = error instanceof Problem && error.code === 'lead_changed'
          if (!isOutdated || tries === TRIES) throw error
          known = await ask('getLead', { params })
          show(known)
        }
      }
    })
  }

  function addIdentifier(body: GivenIdentifier): Promise<void> {
    const params = { leadId: leadId() }
    return inTurn(async () => show(await ask('addIdentifier', { params, body })))
  }

  function removeIdentifier({ kind, value }: GivenIdentifier): Promise<void> {
    const params = { leadId: leadId() }
    return inTurn(async () => show(await ask('removeIdentifier', { params, body: { kind, value } })))
  }

  /** Answers with the other lead, which is there again. */
  function undoMerge(mergeId: string): Promise<MergeUndone> {
    return inTurn(async () => {
      const undone = await ask('undoMerge', { params: { mergeId } })
      show(undone.into)
      return undone
    })
  }

  return { loaded, lead, load, refresh, editField, addIdentifier, removeIdentifier, undoMerge }
}

export interface IdentifierOwner {
  leadId: string
  name: string
}

/** The lead that has an identifier which was refused to another one; null where the refusal names none. */
export function ownerIn({ code, extra }: Problem): IdentifierOwner | null {
  const { lead_id, name } = extra
  if (code !== 'identifier_taken' || typeof lead_id !== 'string') return null
  return { leadId: lead_id, name: typeof name === 'string' && name !== '' ? name : 'Another lead' }
}

/** Where a lead went that is not there any more. */
export type Went = { to: 'lead'; leadId: string } | { to: 'deleted' } | { to: 'unknown' }

/** What a refusal says of that. */
export function whereItWent({ code, extra: { merged_into, deletion_id } }: Problem): Went {
  if (code === 'not_found' && typeof merged_into === 'string') return { to: 'lead', leadId: merged_into }
  if (code === 'not_found' && typeof deletion_id === 'string') return { to: 'deleted' }
  return { to: 'unknown' }
}
