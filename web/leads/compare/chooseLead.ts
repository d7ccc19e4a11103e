/** Looks for another lead by name or identifier. What is searched for stays out of the address. */
import { onScopeDispose, ref, watch } from 'vue'
import type { Lead } from '#shared/api/leads'
import { call } from '../../api.ts'
import { useLoaded } from '../../loaded.ts'

/** More than these a person narrows down by typing on. */
const MOST = 10
/** How long typing must rest before it is a question. */
const REST_MS = 250

export interface FoundLeads {
  search: string
  leads: Lead[]
  extent: 'all' | 'first'
}

/** The newest leads that fit, without `except`. A page of the API may be short although there is a next one. */
export async function findLeads(
  search: string,
  except: string,
  ask: typeof call = call,
): Promise<FoundLeads> {
  const leads: Lead[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ask<'searchLeads'>>> = await ask('searchLeads', {
      body: { search, cursor, limit: MOST + 1 },
    })
    leads.push(...page.leads.filter(({ lead_id }) => lead_id !== except))
    cursor = page.next_cursor
  } while (cursor !== null && leads.length <= MOST)
  const extent = cursor === null && leads.length <= MOST ? 'all' : 'first'
  return { search, leads: leads.slice(0, MOST), extent }
}

/** The text of a search field, and what it finds once typing rests. */
export function useChooseLead(except: () => string, ask: typeof call = call) {
  const text = ref('')
  const { loaded, load } = useLoaded(() => findLeads(text.value.trim(), except(), ask))
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    () => text.value.trim(),
    (search) => {
      clearTimeout(timer)
      if (search !== '') timer = setTimeout(() => void load(), REST_MS)
    },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { text, loaded, load }
}
