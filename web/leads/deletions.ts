/** Leads deleted and brought back, as many requests as it takes; whoever lists leads is told. */
import { shallowRef } from 'vue'
import type { Problem } from '#shared/problem'
import { call } from '../api.ts'
import { problemOf } from '../loaded.ts'
import { formatCount } from '../ui/numbers.ts'
import { useToasts } from '../ui/toast.ts'
import type { Meant } from './leadSelection.ts'

/** Goes up whenever this page has deleted leads or brought some back. */
export const leadsChange = shallowRef(0)

export function leadsWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'lead' : 'leads'}`
}

export type Deleting =
  | { state: 'none' }
  | { state: 'running'; done: number; stop: 'no' | 'asked' }
  | { state: 'failed'; done: number; problem: Problem }

/** Deletes what is meant. Of a deletion that failed half-way the next try deletes the rest. */
export function useDeleting() {
  const deleting = shallowRef<Deleting>({ state: 'none' })
  let deletionId: string | undefined

  /** Answers how many were deleted, once it is over or was stopped; null where it failed. */
  async function run(meant: Meant): Promise<{ deletionId: string | null; count: number } | null> {
    const { value } = deleting
    if (value.state === 'running') return null
    let done = value.state === 'failed' ? value.done : 0
    if (value.state === 'none') deletionId = undefined
    deleting.value = { state: 'running', done, stop: 'no' }
    try {
      for (;;) {
        const answer = await call('deleteLeads', {
          body: { ...meant, ...(deletionId !== undefined && { deletion_id: deletionId }) },
        })
        deletionId = answer.deletion_id ?? deletionId
        done += answer.deleted_count
        const stopped = deleting.value.state === 'running' && deleting.value.stop === 'asked'
        if (!answer.more || stopped) break
        deleting.value = { state: 'running', done, stop: 'no' }
      }
      deleting.value = { state: 'none' }
      return { deletionId: deletionId ?? null, count: done }
    } catch (error) {
      deleting.value = { state: 'failed', done, problem: problemOf(error) }
      return null
    } finally {
      if (done > 0) leadsChange.value++
    }
  }

  /** After the request that is on its way. */
  function stop(): void {
    if (deleting.value.state === 'running') deleting.value = { ...deleting.value, stop: 'asked' }
  }

  function forget(): void {
    if (deleting.value.state === 'failed') deleting.value = { state: 'none' }
  }

  return { deleting, run, stop, forget }
}

export interface BroughtBack {
  count: number
  /** Leads that came back without something, or not at all. */
  kept: { lead_id: string; words: string }[]
}

/** Brings the leads of a deletion back. Throws the Problem that stopped it; the next try brings the rest. */
export async function bringBack(
  deletionId: string,
  tell: (count: number) => void = () => {},
): Promise<BroughtBack> {
  const back: BroughtBack = { count: 0, kept: [] }
  try {
    for (;;) {
      const answer = await call('undoDeletion', { params: { deletionId } })
      back.count += answer.restored_count
      back.kept.push(...answer.kept)
      if (!answer.more) return back
      tell(back.count)
    }
  } finally {
    leadsChange.value++
  }
}

/** Says that leads were deleted, with a button that brings them back. */
export function toastDeleted({ deletionId, count }: { deletionId: string | null; count: number }): void {
  const { toast } = useToasts()
  if (deletionId === null) {
    toast({ title: 'Nothing was deleted', text: 'The leads were gone already.', tone: 'info' })
    return
  }
  toast({
    title: `${leadsWords(count)} deleted`,
    text: 'Deleted leads can be brought back for 30 days.',
    action: { label: 'Undo', run: () => void undoFromToast(deletionId) },
  })
}

async function undoFromToast(deletionId: string): Promise<void> {
  const { toast } = useToasts()
  try {
    toastBack(await bringBack(deletionId))
  } catch (error) {
    const text = `${problemOf(error).message} Deleted leads are listed under Leads, Deleted.`
    toast({ title: 'Not all leads are back', text, tone: 'danger' })
  }
}

/** Says what came back. */
export function toastBack({ count, kept }: BroughtBack): void {
  const { toast } = useToasts()
  const verb = count === 1 ? 'is' : 'are'
  const [first] = kept
  if (first === undefined) {
    toast({ title: `${leadsWords(count)} ${verb} back` })
    return
  }
  const others = kept.length > 1 ? ` The same or similar holds for ${formatCount(kept.length - 1)} more.` : ''
  toast({
    title: `${leadsWords(count)} ${verb} back, not all as before`,
    text: `${first.words}${others}`,
    tone: 'info',
  })
}
