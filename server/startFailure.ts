/** Why the server does not start, in one plain sentence or two. */
import type { Config } from './config.ts'

export function startFailure(error: unknown, config: Config | null): string {
  const { code, syscall, message } = error as { code?: string; syscall?: string; message?: string }
  if (config && (syscall === 'listen' || syscall === 'getaddrinfo')) return listenFailure(code, config)
  if (config && code !== undefined && fileFailures[code] !== undefined && syscall !== 'connect') {
    return `The data folder ${config.dataFolder} cannot be used: ${fileFailures[code]} (${code}). Set DATA_DIR to another folder.`
  }
  return message || 'The server could not start, and nothing said why.'
}

const fileFailures: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it lies on a read-only disk',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file has its name',
  ENOSPC: 'the disk is full',
}

function listenFailure(code: string | undefined, { host, port }: Config): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program. Stop that one, or set PORT to another number.`
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Set PORT to a number of 1024 or above.`
  return `The server cannot listen on ${host}:${port} (${code}). Set HOST to an address of this machine, or leave it out.`
}
