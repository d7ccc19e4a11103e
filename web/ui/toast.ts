/** Short messages on what has just been done; Toaster shows them. */
import { shallowRef } from 'vue'

export interface Toast {
  id: number
  title: string
  text?: string | undefined
  tone: 'success' | 'info' | 'danger'
  /** What can be done about it, while it is shown. */
  action?: { label: string; run: () => void } | undefined
}

const toasts = shallowRef<Toast[]>([])
let last = 0

/** More than these at once nobody reads: the oldest goes. */
const AT_ONCE = 4

function toast(message: {
  title: string
  text?: string | undefined
  tone?: Toast['tone'] | undefined
  action?: Toast['action']
}): number {
  const id = ++last
  toasts.value = [...toasts.value.slice(1 - AT_ONCE), { ...message, id, tone: message.tone ?? 'success' }]
  return id
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((t) => t.id !== id)
}

export function useToasts() {
  return { toasts, toast, dismiss }
}
