/**
 * Choices on their way into the import's record. The worker's storage answers a moment later, and a reload may come
 * first; localStorage is written before the next line runs. An entry lives until its choices are kept.
 */
import { z } from 'zod'
import { mappingSchema } from '#shared/api/mapping'
import { wizardSteps } from './wizard.ts'

const entrySchema = z.strictObject({
  /** The file's headers as JSON: what the mapping's columns are. */
  headers: z.string(),
  mapping: mappingSchema.optional(),
  step: z.enum(wizardSteps).optional(),
})
export type Unkept = z.infer<typeof entrySchema>

/** Notes what is about to be kept, beside what is not kept yet; answers the note, for `forgetUnkept`. */
export function noteUnkept(id: string, unkept: Unkept): string {
  const note = JSON.stringify({ ...recallUnkept(id), ...unkept })
  try {
    localStorage.setItem(keyOf(id), note)
  } catch {
    // full or refused: the import's own storage tells the user, this note only bridges its delay
  }
  return note
}

/** What was noted for the import and never kept. */
export function recallUnkept(id: string): Unkept | null {
  try {
    const note = localStorage.getItem(keyOf(id))
    return note === null ? null : (entrySchema.safeParse(JSON.parse(note)).data ?? null)
  } catch {
    return null
  }
}

/** The note has been kept; a newer one stays. */
export function forgetUnkept(id: string, note: string): void {
  try {
    if (localStorage.getItem(keyOf(id)) === note) localStorage.removeItem(keyOf(id))
  } catch {
    // refused storage holds no note
  }
}

function keyOf(id: string): string {
  return `lead-import.unkept.${id}`
}
