import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as dial, createServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'

const home = mkdtempSync(path.join(os.tmpdir(), 'lead-import-main-'))
const running: ChildProcess[] = []
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => rmSync(home, { recursive: true, force: true }))

function start(settings: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: path.join(home, 'data'), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (output.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output.err += text.toString()))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, ...output }))
  const url = (async () => {
    for (;;) {
      const found = /Open (http:\S+)\n/.exec(output.out)?.[1]
      if (found) return found
      if (child.exitCode !== null) throw new Error(`It ended: ${output.err}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  url.catch(() => {})
  return { child, output, ended, url }
}

const signIn = (url: string, path: string, body: unknown) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('the first start prints a password and a link that work, later ones one address only', async () => {
  const first = start({})
  const url = await first.url
  const link = await expect
    .poll(() => /sign-in#(\S+)/.exec(first.output.out)?.[1] ?? '')
    .not.toBe('')
    .then(() => /(http:\S+)\/app\/sign-in#(\S+)/.exec(first.output.out) ?? [])
  expect(link[1]).toBe(url)
  const password = /password (\S+)/.exec(first.output.out)?.[1]
  expect((await signIn(url, '/session', { name: 'admin', password })).status).toBe(200)
  expect((await signIn(url, '/session/link', { token: link[2] })).status).toBe(200)
  first.child.kill('SIGTERM')
  expect((await first.ended).code).toBe(0)

  const second = start({})
  const again = await second.url
  expect((await signIn(again, '/session', { name: 'admin', password })).status).toBe(200)
  expect(second.output.out).toBe(`Lead Import is running. Open ${again}\n`)
  // as npm and a terminal pass one Ctrl+C on together
  second.child.kill('SIGINT')
  second.child.kill('SIGINT')
  expect((await second.ended).code).toBe(0)
})

test('a client that keeps a request open holds a stop up for seconds only', async () => {
  const server = start({})
  const { port } = new URL(await server.url)
  const slow = dial(Number(port), '127.0.0.1').on('error', () => {})
  slow.write(
    'POST /session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{',
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  const at = Date.now()
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
  expect(Date.now() - at).toBeLessThan(9_000)
})

test('after kill -9 the next start goes on', async () => {
  const killed = start({})
  await killed.url
  killed.child.kill('SIGKILL')
  await killed.ended
  const next = start({ ADMIN_PASSWORD: 'new secret' })
  const url = await next.url
  expect((await signIn(url, '/session', { name: 'admin', password: 'new secret' })).status).toBe(200)
})

test('an address of everywhere is printed as one that a browser can open', async () => {
  expect(await start({ HOST: '0.0.0.0' }).url).toMatch(/^http:\/\/localhost:\d+$/)
})

test('what prevents a start is told in a sentence, without a stack', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  writeFileSync(path.join(home, 'file'), '')
  const failures: [Record<string, string>, string][] = [
    [{ PORT: String(port) }, `Port ${port} on 127.0.0.1 is taken by another program.`],
    [{ PORT: 'http' }, 'PORT is “http”.'],
    [{ HOST: '192.0.2.1' }, 'The server cannot listen on 192.0.2.1:0 (EADDRNOTAVAIL).'],
    [{ DATA_DIR: path.join(home, 'file') }, `The data folder ${path.join(home, 'file')} cannot be used: `],
    [{ PG_BIN: home }, `${path.join(home, 'postgres')} does not run. Check PG_BIN`],
  ]
  for (const [settings, words] of failures) {
    const { code, err } = await start(settings).ended
    expect(code).toBe(1)
    expect(err.trimEnd().split('\n').at(-1)).toContain(words)
    expect(err).not.toMatch(/^\s+at /m)
  }
  taken.close()
})

test('a database that does not answer is named without its password, and waited for', async () => {
  const server = start({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/leads' })
  await expect.poll(() => server.output.err, { timeout: 10_000 }).toContain('Waiting up to 60 s')
  expect(server.output.err).toContain('127.0.0.1:9/leads')
  expect(server.output.err).not.toContain('secret')
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})
