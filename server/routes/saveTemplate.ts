import { mappingProblems } from '#shared/mapping'
import { Problem } from '#shared/problem'
import { upsertTemplate } from '../db/mappingTemplates.ts'
import { route } from './route.ts'

export const saveTemplate = route('saveTemplate', 'member', async ({ db, who, body }) => {
  const mapping = {
    kind: body.kind,
    targets: body.columns.map(({ target }) => target),
    defaultCountry: body.default_country ?? undefined,
    invalidAlias: body.invalid_alias,
  }
  const headers = body.columns.map(({ header }) => header)
  const [problem] = mappingProblems(mapping, headers)
  if (problem) throw new Problem('invalid_mapping', problem.message)
  return await upsertTemplate(db, who.orgUnitId, who, body)
})
