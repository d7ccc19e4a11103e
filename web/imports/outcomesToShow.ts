/** Whether there is something to say of what an import did to each lead. */
import type { ImportJobDetails } from '#shared/api/jobs'

/** What a dry run found for each lead is kept so long. */
const DRY_RUN_MS = 24 * 3_600_000

type Job = Pick<
  ImportJobDetails,
  'status' | 'dry_run' | 'completed_at' | 'created_count' | 'updated_count' | 'unchanged_count' | 'causes'
>

/** Null while it goes on, where no lead was met, and long after a dry run. */
export function outcomesToShow(job: Job, now = Date.now()): { updated: number; conflicts: number } | null {
  const { status, dry_run, completed_at, created_count, updated_count, unchanged_count, causes } = job
  if (status === 'in_progress' || created_count + updated_count === 0) return null
  if (dry_run && (completed_at === null || now - Date.parse(completed_at) > DRY_RUN_MS)) return null
  const conflicts = causes.filter(({ code }) => code === 'alias_conflict')
  return {
    updated: updated_count - unchanged_count,
    conflicts: conflicts.reduce((sum, { count }) => sum + count, 0),
  }
}
