import { Problem } from '#shared/problem'
import { findExport } from '../db/leadExports.ts'
import { leadsCsv } from './leadsCsv.ts'
import { param, route } from './route.ts'
import { textStream } from './textStream.ts'

export const getExport = route('getExport', 'member', async ({ db, who, params }) => {
  const exportId = param(params, 'exportId')
  const query = await findExport(db, who, exportId)
  if (!query) {
    throw new Problem(
      'not_found',
      `There is no export “${exportId.slice(0, 40)}” that you could fetch: it lasts an hour, for whoever asked for it. Prepare a new one.`,
    )
  }
  const day = new Date().toISOString().slice(0, 10)
  return new Response(textStream(leadsCsv(db, who.orgUnitId, query)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="leads-${day}.csv"`,
    },
  })
})
