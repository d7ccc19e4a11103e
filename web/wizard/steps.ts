/** The steps as the bar on top shows them: done, current or to come, each with what was chosen there. Pure. */
import { columnName } from '#shared/header'
import type { Mapping } from '#shared/job'
import type { StagedImport, WizardStep } from '../importer/importer.ts'
import { mappedCount, primaryOf } from './choices.ts'
import { stepTitles, wizardSteps } from './wizard.ts'

export interface ShownStep {
  key: WizardStep
  label: string
  detail?: string
  state: 'done' | 'current' | 'todo'
  /** A done step that one cannot go back to. */
  fixed: boolean
}

export function shownSteps(
  shown: WizardStep,
  staged: StagedImport | null,
  mapping: Mapping | null,
): ShownStep[] {
  const at = wizardSteps.indexOf(shown)
  return wizardSteps.map((key, index) => {
    const state = index < at ? 'done' : index === at ? 'current' : 'todo'
    const step: ShownStep = { key, label: stepTitles[key], state, fixed: shown === 'results' }
    const detail = detailOf(key, staged, index <= at ? mapping : null)
    return detail ? { ...step, detail } : step
  })
}

/** `mapping` is null for steps that the user has not come to. */
function detailOf(step: WizardStep, staged: StagedImport | null, mapping: Mapping | null): string | null {
  if (!staged) return null
  const { reading } = staged
  if (step === 'upload') return staged.fileName
  if (step === 'confirm') {
    if (!reading) return null
    return reading.totalRows === 1 ? '1 row' : `${reading.totalRows.toLocaleString('en')} rows`
  }
  if (!mapping || !reading) return null
  if (step === 'map') return `${mappedCount(mapping)} of ${mapping.targets.length} mapped`
  const primary = primaryOf(mapping)
  return step === 'identifier' && primary ? columnName(reading.headers, primary.column) : null
}
