/** For tests of the upload: an import of four batches, and what became of it on the server. */
import type { StagedImport } from './importer.ts'
import type { FakeRequest } from './server.fixture.ts'
import { fileOf, listOf, turn, type Tab, type World } from './world.fixture.ts'

/** Four batches, the last one short. */
export const ROWS = 6_500
export const file = fileOf(listOf(ROWS))

export const isOver = ({ upload }: StagedImport): boolean => upload.state === 'over'
export const isAt =
  (state: StagedImport['upload']['state']) =>
  ({ upload }: StagedImport): boolean =>
    upload.state === state
export const isBatch = ({ call }: FakeRequest, number: number): boolean => call.endsWith(`/batches/${number}`)

export async function slowly(): Promise<void> {
  for (let n = 0; n < 4; n++) await turn()
}

export async function started(tab: Tab): Promise<string> {
  const { id } = await tab.ready(file)
  await tab.importer.start(id)
  return id
}

/** What the server has of the imports: their jobs, and the rows in the order in which their batches were applied. */
export function outcomeOf({ server }: World) {
  return {
    jobs: server.jobs.map(({ job }) => [job.status, job.created_count, job.failed_count, job.warning_count]),
    rows: server
      .applied()
      .flatMap(({ rows, issues }) =>
        [...rows.map(({ r }) => r), ...issues.map(({ row }) => row)].sort((a, b) => a - b),
      ),
  }
}

/** The outcome of an undisturbed import: one job, all rows once and in order, honest counts. */
export function whole(rows = ROWS): ReturnType<typeof outcomeOf> {
  const failed = Math.floor(rows / 10)
  return {
    jobs: [['completed', rows - failed, failed, 0]],
    rows: Array.from({ length: rows }, (_, n) => n + 2),
  }
}
