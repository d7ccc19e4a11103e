/** Memory of running processes, from /proc (Linux): proportional set size, so that shared pages count once. */
import { readdirSync, readFileSync } from 'node:fs'

/** Bytes of a process; 0 where it has ended or the system does not tell. */
export function memoryOf(pid: number): number {
  try {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return match ? Number(match[1]) * 1024 : 0
  } catch {
    return 0
  }
}

/** Every process below `pid`, itself included. */
export function family(pid: number): number[] {
  const children = new Map<number, number[]>()
  let names: string[]
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return [pid]
  }
  for (const name of names) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // It ended while we looked.
    }
  }
  const found = [pid]
  for (let at = 0; at < found.length; at++) found.push(...(children.get(found[at]!) ?? []))
  return found
}

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Watches processes every `every` ms; `peaks` holds the largest sum seen for each name. */
export class MemoryWatch {
  readonly peaks: Record<string, number> = {}
  readonly #timer: NodeJS.Timeout

  constructor(watched: Record<string, () => number[]>, every = 250) {
    const look = (): void => {
      for (const [name, pids] of Object.entries(watched)) {
        const sum = pids().reduce((total, pid) => total + memoryOf(pid), 0)
        this.peaks[name] = Math.max(this.peaks[name] ?? 0, sum)
      }
    }
    look()
    this.#timer = setInterval(look, every)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
