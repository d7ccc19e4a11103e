import type { LeadCondition } from '#shared/api/leadFilter'
import { watch } from 'vue'
import { useFields } from '../fields/fieldNames.ts'
import type { FilterNames } from './conditionWords.ts'
import { useImportNames } from './importNames.ts'

/** How the fields and imports of these conditions are called; asks for what is not known. */
export function useFilterNames(conditions: () => readonly LeadCondition[]): FilterNames {
  const fields = useFields()
  const imports = useImportNames()
  void fields.load()
  watch(
    () => conditions().flatMap((condition) => (condition.of === 'import' ? [condition.job_id] : [])),
    (jobIds) => void imports.load(jobIds),
    { immediate: true },
  )
  return { labelOf: (field) => fields.labelOf(field), importOf: (jobId) => imports.importOf(jobId) }
}
