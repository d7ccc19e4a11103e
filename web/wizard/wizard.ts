/** The order of the wizard's steps, what each one needs, and which of them an import may show. Pure. */
import { mappingProblems } from '#shared/mapping'
import type { StagedImport, WizardStep } from '../importer/importer.ts'

export const wizardSteps = ['upload', 'identifier', 'map', 'confirm', 'results'] as const

/** The manual's names. */
export const stepTitles: Record<WizardStep, string> = {
  upload: 'Upload',
  identifier: 'Select Identifier',
  map: 'Map Fields',
  confirm: 'Confirm',
  results: 'Results',
}

/** An import whose file has been read. */
export type ReadImport = StagedImport & { reading: NonNullable<StagedImport['reading']> }

/** What the wizard shows. */
export type WizardState =
  | { step: 'upload'; file: 'none' }
  | { step: 'upload'; file: 'reading' | 'refused'; staged: StagedImport }
  | { step: 'upload'; file: 'ready'; staged: ReadImport }
  | { step: 'identifier' | 'map' | 'confirm' | 'results'; staged: ReadImport }

export function hasRead(staged: StagedImport): staged is ReadImport {
  return staged.stage.state === 'ready' && staged.reading !== undefined
}

/** Whether Start went through: from then on the choices are frozen. A start that was refused leaves them open. */
export function isStarted({ job, upload }: StagedImport): boolean {
  return job !== undefined || (upload.state !== 'idle' && upload.state !== 'blocked')
}

/** Why `step` cannot be shown yet: what is missing and what to do. Null where it can. */
export function missingFor(step: WizardStep, staged: StagedImport | null): string | null {
  if (step === 'upload') return null
  if (!staged) return 'Choose a CSV file to go on.'
  if (staged.stage.state === 'refused') return 'This file cannot be imported. Choose another one.'
  if (!hasRead(staged)) return 'The file is being read.'
  if (step === 'identifier') return null
  const { mapping, reading } = staged
  if (!mapping?.targets.some(({ to }) => to === 'identifier'))
    return 'Choose the column that identifies each lead.'
  if (step === 'map') return null
  const problems = mappingProblems(mapping, reading.headers)
  const [first] = problems
  if (first) return problems.length === 1 ? first.message : `${problems.length} columns need your attention.`
  if (step === 'confirm') return null
  return isStarted(staged) ? null : 'Start the import first.'
}

/** The step that an import shows: the one it stands at, or the last one before it that has all it needs. */
export function shownStep(staged: StagedImport | null): WizardStep {
  if (!staged) return 'upload'
  if (hasRead(staged) && isStarted(staged)) return 'results'
  let shown: WizardStep = 'upload'
  for (const step of wizardSteps) {
    if (missingFor(step, staged) !== null) break
    shown = step
    if (step === staged.step) break
  }
  return shown
}

export function wizardState(staged: StagedImport | null): WizardState {
  if (!staged) return { step: 'upload', file: 'none' }
  if (!hasRead(staged)) {
    return { step: 'upload', file: staged.stage.state === 'refused' ? 'refused' : 'reading', staged }
  }
  const step = shownStep(staged)
  return step === 'upload' ? { step, file: 'ready', staged } : { step, staged }
}

export function nextStep(step: WizardStep): WizardStep | null {
  return wizardSteps[wizardSteps.indexOf(step) + 1] ?? null
}

/** Where Back leads: nowhere from the first step, nor once the import has begun. */
export function previousStep(step: WizardStep): WizardStep | null {
  return step === 'results' ? null : (wizardSteps[wizardSteps.indexOf(step) - 1] ?? null)
}

/** Whether a click on `step` in the list of steps leads there while `shown` is on the page. */
export function mayGoTo(step: WizardStep, shown: WizardStep): boolean {
  return shown !== 'results' && wizardSteps.indexOf(step) < wizardSteps.indexOf(shown)
}
