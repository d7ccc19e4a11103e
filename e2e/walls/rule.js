/**
 * Who may import whom (README, "Who may import whom"), as one table for the linter. Every static, dynamic and type
 * import, every re-export and every `new URL('...', import.meta.url)` is resolved to a place in the project first, so
 * that no spelling of a path gets round a wall.
 */
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const test = /\.(test|spec)\.ts$/

/** A wall: files that match `of` may not reach project files that match `reach`, unless these match `door`. */
const rooms = [
  { of: /^shared\//, reach: /^(web|server|e2e)\//, say: 'shared knows neither the page nor the server.' },
  { of: /^web\//, reach: /^(server|e2e)\//, say: 'The page and the server meet only in shared.' },
  {
    of: /^server\//,
    reach: /^(web|e2e)\//,
    door: /^web\/vite\.config\.ts$/,
    say: 'The page and the server meet only in shared.',
  },
  {
    of: /^web\/(?!importer\/)/,
    reach: /^web\/importer\//,
    door: /^web\/importer\/importer\.ts$/,
    say: 'The page enters the worker only through web/importer/importer.ts.',
  },
  { of: /^web\/importer\//, reach: /^web\/(?!importer\/)/, say: 'The worker knows nothing of the page.' },
  {
    of: /^web\/ui\//,
    reach: /^(shared|web)\//,
    door: /^web\/ui\//,
    say: 'The kit knows no leads: pass in what it shows.',
  },
  {
    of: /^web\/wizard\//,
    reach: /^web\/imports\/.*\.vue$/,
    say: 'wizard and imports share stores, not components.',
  },
  {
    of: /^web\/imports\//,
    reach: /^web\/wizard\/.*\.vue$/,
    say: 'wizard and imports share stores, not components.',
  },
  {
    of: /^web\/outcomes\//,
    reach: /^web\/(wizard|imports)\//,
    say: 'outcomes is shared by wizard and imports, and knows neither.',
  },
  {
    of: /^web\/(leads|segments|fields|account|settings|example)\//,
    reach: /^web\/wizard\//,
    say: 'The wizard stands at the end of the way: what others need of it has a room of its own.',
  },
  {
    of: /^server\/db\//,
    reach: /^server\/(routes|ingest)\//,
    say: 'server/db serves the others, not the other way round.',
  },
  { of: /^server\/ingest\//, reach: /^server\/(routes\/|app\.ts$)/, say: 'ingest does not know who called.' },
]

/** Packages that belong to one place. */
const packages = [
  { name: /^postgres$/, in: /^(server\/db|e2e)\//, say: 'Only server/db speaks SQL.' },
  {
    name: /^h3$/,
    in: /^(server\/(routes|auth)\/|server\/(app|main|dev|pageFiles)\.ts$|e2e\/)/,
    say: 'Only routes, app and what serves the page know h3.',
  },
  {
    name: /^(vue|vue-router|pinia|reka-ui|@lucide\/vue)$/,
    in: /^web\/(?!importer\/)/,
    say: 'Vue lives in the page only.',
  },
  { name: /^(dexie|ofetch)$/, in: /^web\//, say: 'Browser packages live in web only.' },
  { name: /^(papaparse)$/, in: /^shared\//, say: 'Only shared/csv reads CSV.' },
  {
    name: /^node:|^(fs|path|http|crypto|os|child_process|stream|url|process)$/,
    in: /^(server|e2e)\/|^web\/vite\.config\.ts$|\.test\.ts$/,
    say: 'Node lives in server and e2e only.',
  },
]

/** Where an import leads: a path in the project, or the name of a package. */
function resolve(file, source) {
  if (source.startsWith('#shared/')) return { inside: `shared/${source.slice('#shared/'.length)}.ts` }
  if (source.startsWith('/')) return { inside: source.slice(1).split('?')[0] }
  if (source.startsWith('.')) {
    const target = path.resolve(path.dirname(path.join(root, file)), source.split('?')[0])
    return { inside: path.relative(root, target).split(path.sep).join('/') }
  }
  return {
    package: source.startsWith('@')
      ? source.split('/').slice(0, 2).join('/')
      : source.replace(/^(?!node:)([^/]+)\/.*/, '$1'),
  }
}

/** The broken wall's words, or null. `file` and the answer's paths are relative to the project. */
function broken(file, source) {
  const to = resolve(file, source)
  if (to.package !== undefined) {
    const owner = packages.find((p) => p.name.test(to.package))
    return owner && !owner.in.test(file) ? owner.say : null
  }
  const wall = rooms.find((w) => w.of.test(file) && w.reach.test(to.inside) && !w.door?.test(to.inside))
  if (!wall) return null
  // A test may set the scene with what its subject must not know of, but web and server stay apart even there.
  if (test.test(file) && file.split('/')[0] === to.inside.split('/')[0]) return null
  return wall.say
}

const rule = {
  meta: { type: 'problem', schema: [], messages: { wall: '{{say}}' } },
  create(context) {
    const file = path.relative(root, context.filename).split(path.sep).join('/')
    const check = (node) => {
      if (typeof node?.value !== 'string') return
      const say = broken(file, node.value)
      if (say) context.report({ node, messageId: 'wall', data: { say } })
    }
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
      TSExternalModuleReference: (node) => check(node.expression),
      "NewExpression[callee.name='URL'][arguments.1.type='MemberExpression']": (node) =>
        check(node.arguments[0]),
      "CallExpression[callee.name='require']": (node) => check(node.arguments[0]),
    }
  },
}

export default { rules: { walls: rule } }
