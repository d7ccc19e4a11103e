/**
 * Builds page (web/dist) and server (server/dist) where they are missing or made from other sources; `--force` always.
 * A build is made aside and moved into place whole, so that one that is broken off leaves the last one as it was.
 */
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

const project = path.resolve(import.meta.dirname, '..')

interface Product {
  name: string
  dist: string
  /** Folders whose files go in. */
  sources: string[]
  build(folder: string): Promise<void>
}

const products: Product[] = [
  { name: 'page', dist: 'web/dist', sources: ['web', 'shared'], build: buildPage },
  { name: 'server', dist: 'server/dist', sources: ['server', 'shared'], build: buildServer },
]

// vite is loaded only where there is something to build: it takes longer than looking
async function buildPage(outDir: string): Promise<void> {
  const { build, mergeConfig } = await import('vite')
  const { default: config } = await import('../web/vite.config.ts')
  await build(mergeConfig(config, { configFile: false, logLevel: 'warn', build: { outDir } }))
  const assets = path.join(outDir, 'assets')
  for (const name of readdirSync(assets).filter((name) => /\.(js|css|svg|json)$/.test(name)))
    writeFileSync(
      path.join(assets, `${name}.gz`),
      gzipSync(readFileSync(path.join(assets, name)), { level: 9 }),
    )
}

async function buildServer(outDir: string): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: project,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: 'server/main.ts',
      outDir,
      target: 'node20',
      sourcemap: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'main.js', codeSplitting: false } },
    },
  })
  cpSync(path.join(project, 'server/db/migrations'), path.join(outDir, 'db/migrations'), { recursive: true })
}

/** Hash of names and contents of everything that a build is made from. */
function hashOf(sources: string[]): string {
  const hash = createHash('sha256')
  const files = sources.flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name))),
  )
  const inputs = files.filter((file) => !/(^|\/)(dist|\.cache)\/|\.test\.ts$|\.md$/.test(file))
  for (const file of ['package.json', 'package-lock.json', 'server/build.ts', ...inputs.sort()])
    hash.update(`\0${file}\0`).update(readFileSync(path.join(project, file)))
  return hash.digest('hex')
}

async function bring({ name, dist, sources, build }: Product, force: boolean): Promise<void> {
  const folder = path.join(project, dist)
  const stamp = path.join(folder, '.made-from')
  const hash = hashOf(sources)
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  const began = Date.now()
  const aside = path.join(path.dirname(folder), '.cache', `${process.pid}`)
  try {
    mkdirSync(aside, { recursive: true })
    await build(path.join(aside, 'new'))
    writeFileSync(path.join(aside, 'new', '.made-from'), hash)
    if (existsSync(folder)) renameSync(folder, path.join(aside, 'old'))
    renameSync(path.join(aside, 'new'), folder)
  } finally {
    rmSync(aside, { recursive: true, force: true })
    removeIfEmpty(path.dirname(aside))
  }
  console.log(`Built the ${name} in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

/** Another build may be at work in the folder. */
function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}

for (const product of products) {
  try {
    await bring(product, process.argv.includes('--force'))
  } catch (error) {
    console.error(`The ${product.name} cannot be built: ${(error as Error).message}`)
    process.exit(1)
  }
}
