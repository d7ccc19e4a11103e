/** The mapping of one import of before, asked for by the address (`?like=job_1`), for the columns of another file. */
import { computed } from 'vue'
import type { ImportJobDetails } from '#shared/api/jobs'
import { jobIdSchema } from '#shared/api/jobs'
import type { RecalledMapping } from '#shared/api/mappings'
import { headerKeys } from '#shared/headerKeys'
import { standardFieldNames } from '#shared/profile'
import { call } from '../../api.ts'
import { useFields } from '../../fields/fieldNames.ts'
import { useLoaded } from '../../loaded.ts'
import { formatWhen } from '../../ui/numbers.ts'

/** What is remembered, with the file that it is of and its reason where that was asked for by name. */
export type Recalled = RecalledMapping & { fileName?: string; reason?: string }

type LikeJob = Pick<ImportJobDetails, 'file_name' | 'created_at' | 'created_by' | 'headers' | 'mapping'>

/** The import that an address names, or null. */
export function likeNamed(name: unknown): string | null {
  const found = jobIdSchema.safeParse(name)
  return found.success ? found.data : null
}

/** Where the columns of a file go when those of the same headers went there in `job`; `fields` are those in use. */
export function recalledLike(job: LikeJob, headers: readonly string[], fields: readonly string[]): Recalled {
  const then = new Map(headerKeys(job.headers).map((key, place) => [key, job.mapping.targets[place]]))
  const targets = headerKeys(headers).map((key): RecalledMapping['targets'][number] => {
    const target = key === null ? undefined : then.get(key)
    if (target?.to !== 'profile') return target ?? null
    const field = fields.find((name) => name.toLowerCase() === target.field.toLowerCase())
    return field === undefined ? null : { ...target, field }
  })
  return {
    match: targets.some((target) => target !== null) ? 'all' : 'none',
    at: job.created_at,
    by: job.created_by,
    fileName: job.file_name,
    reason: 'As in the earlier import',
    kind: targets.some((target) => target?.to === 'identifier') ? job.mapping.kind : null,
    default_country: job.mapping.defaultCountry ?? null,
    invalid_alias: job.mapping.invalidAlias,
    targets,
  }
}

export interface LikeNotice {
  tone: 'info' | 'warning'
  text: string
}

/** What is said on Upload; `headers`: of the file, once it has been read. */
export function likeWords(job: LikeJob, headers: readonly string[] | undefined, now?: number): LikeNotice {
  const file = `“${job.file_name}”`
  const { text } = formatWhen(job.created_at, now)
  if (!headers) {
    const when = `${text.charAt(0).toLowerCase()}${text.slice(1)}`
    return {
      tone: 'info',
      text: `Choose a file: its columns go where those of ${file} went (${when}, by ${job.created_by}).`,
    }
  }
  const theirs = headerKeys(job.headers).filter((key) => key !== null)
  const here = new Set(headerKeys(headers))
  const found = theirs.filter((key) => here.has(key)).length
  if (found === 0)
    return {
      tone: 'warning',
      text: `This file has none of the columns of ${file}. Its columns are mapped as any other file’s.`,
    }
  const columns = theirs.length === 1 ? 'The one column' : `${found} of the ${theirs.length} columns`
  return {
    tone: 'info',
    text: `${columns} of ${file} ${found === 1 ? 'is in this file and goes' : 'are in this file and go'} where ${found === 1 ? 'it' : 'they'} went then.`,
  }
}

/** `headers`: of the file that the page is about, once it has been read. */
export function useLike(jobId: () => string | null, headers: () => readonly string[] | undefined) {
  const fields = useFields()
  const { loaded, load } = useLoaded(() => call('getJob', { params: { jobId: jobId() ?? '' } }))
  const asked = jobId() === null ? null : load()

  const notice = computed((): LikeNotice | null => {
    if (jobId() === null || loaded.value.state === 'loading') return null
    if (loaded.value.state === 'shown') return likeWords(loaded.value.value, headers())
    const { message } = loaded.value.problem
    return { tone: 'warning', text: `${message} The columns are mapped as any other file’s.` }
  })

  /** What is to be built on for the columns of a file. */
  async function recall(of: string[]): Promise<Recalled> {
    await asked
    if (jobId() !== null && loaded.value.state === 'shown') {
      await fields.load()
      const names = [...standardFieldNames, ...fields.offered.map(({ name }) => name)]
      return recalledLike(loaded.value.value, of, names)
    }
    return await call('recallMapping', { body: { headers: of } })
  }

  return { notice, recall }
}
