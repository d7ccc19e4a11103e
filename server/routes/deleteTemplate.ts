import { Problem } from '#shared/problem'
import { deleteTemplate as remove } from '../db/mappingTemplates.ts'
import { param, route } from './route.ts'

export const deleteTemplate = route('deleteTemplate', 'member', async ({ db, who, params }) => {
  const templateId = param(params, 'templateId')
  const isId = /^template_[0-9A-Za-z_-]{16}$/.test(templateId)
  if (!isId || !(await remove(db, who.orgUnitId, templateId))) {
    throw new Problem(
      'not_found',
      `There is no mapping template “${templateId.slice(0, 40)}” in this organizational unit. GET /leads/import/templates lists them.`,
    )
  }
  return null
})
