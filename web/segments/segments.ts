/** The segments of the org unit, and what can be done to them. */
import type { LeadFilter } from '#shared/api/leadFilter'
import type { Segment } from '#shared/api/segments'
import { jobIdSchema } from '#shared/api/jobs'
import { FILTER_CONDITIONS } from '#shared/limits'
import { call } from '../api.ts'
import { useLoaded } from '../loaded.ts'

/** What a person says of a segment. */
export interface SegmentDraft {
  name: string
  description: string
  filter: LeadFilter
}

/** `ask` calls the server, or stands in for it. */
export function useSegments(ask: typeof call = call) {
  const { loaded, load, refresh } = useLoaded(async () => (await ask('listSegments')).segments)

  async function create(draft: SegmentDraft): Promise<Segment> {
    const segment = await ask('createSegment', { body: draft })
    void refresh()
    return segment
  }

  async function update(segmentId: string, draft: SegmentDraft): Promise<Segment> {
    const segment = await ask('updateSegment', { params: { segmentId }, body: draft })
    void refresh()
    return segment
  }

  async function remove(segmentId: string): Promise<void> {
    try {
      await ask('deleteSegment', { params: { segmentId } })
    } finally {
      // also where it was refused: then somebody else has been here
      await refresh()
    }
  }

  return { loaded, load, refresh, create, update, remove }
}

/** Both filters at once; null where that is more than one filter can say. */
export function bothFilters(one: LeadFilter, other: LeadFilter): LeadFilter | null {
  if (one.search && other.search && one.search !== other.search) return null
  const known = new Set(one.conditions.map((condition) => JSON.stringify(condition)))
  const added = other.conditions.filter((condition) => !known.has(JSON.stringify(condition)))
  const conditions = [...one.conditions, ...added]
  if (conditions.length > FILTER_CONDITIONS) return null
  return { search: one.search || other.search, conditions }
}

export const emptyDraft: SegmentDraft = { name: '', description: '', filter: { search: '', conditions: [] } }

/** The import that the address asks to make a segment of; null where it asks for none. */
export function newFrom({ new_from }: Record<string, unknown>): string | null {
  return typeof new_from === 'string' && jobIdSchema.safeParse(new_from).success ? new_from : null
}

/** A segment of the leads that an import met, called after its file. */
export function importDraft(job_id: string, fileName: string): SegmentDraft {
  return {
    name: fileName.replace(/\.[a-z]{3,4}$/i, '').slice(0, 100),
    description: '',
    filter: { search: '', conditions: [{ of: 'import', job_id, outcome: 'any' }] },
  }
}

/** Segments whose name or description has the search in it. */
export function segmentsCalled(segments: readonly Segment[], search: string): Segment[] {
  const part = search.trim().toLowerCase()
  return segments.filter(({ name, description }) => `${name}\n${description}`.toLowerCase().includes(part))
}
