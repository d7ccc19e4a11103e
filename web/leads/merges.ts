/** Says that two leads were merged, with a button that takes it back; whoever shows the lead is told. */
import { call } from '../api.ts'
import { problemOf } from '../loaded.ts'
import { useToasts } from '../ui/toast.ts'
import { leadsChange } from './deletions.ts'

/** Messages by the merge that they offer to undo. */
const offers = new Map<string, number>()

export function toastMerged(mergeId: string): void {
  const { toast } = useToasts()
  const id = toast({
    title: 'Two leads are one now',
    text: 'The merge can also be undone in the history of this lead.',
    action: { label: 'Undo', run: () => void undoFromToast(mergeId) },
  })
  offers.set(mergeId, id)
}

/** The merge was undone elsewhere: its message offers that no longer. */
export function withdrawMerged(mergeId: string): void {
  const id = offers.get(mergeId)
  if (id !== undefined) useToasts().dismiss(id)
  offers.delete(mergeId)
}

async function undoFromToast(mergeId: string): Promise<void> {
  const { toast } = useToasts()
  try {
    const { kept } = await call('undoMerge', { params: { mergeId } })
    if (kept.length === 0) toast({ title: 'The merge is undone', text: 'Both leads are there again.' })
    else toast({ title: 'The merge is undone, not all as before', text: kept.join(' '), tone: 'info' })
    leadsChange.value++
  } catch (error) {
    toast({ title: 'The merge was not undone', text: problemOf(error).message, tone: 'danger' })
  }
}
