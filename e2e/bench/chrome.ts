/**
 * A Chromium driven over a pipe with the DevTools protocol itself. Playwright listens to the network of every page and
 * worker, which doubles the time of an upload; this asks for nothing that it does not need.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { chromiumArgs } from '../chromium.ts'

interface Answer {
  id?: number
  result?: unknown
  error?: { message: string }
}

export class Chrome {
  readonly pid: number
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #last = 0
  #rest = ''

  constructor(executable: string) {
    this.#profile = mkdtempSync(path.join(tmpdir(), 'lead-import-chrome-'))
    this.#process = spawn(
      executable,
      [
        '--headless=new',
        '--remote-debugging-pipe',
        `--user-data-dir=${this.#profile}`,
        '--no-first-run',
        '--window-size=1280,800',
        ...chromiumArgs,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    )
    if (this.#process.pid === undefined) throw new Error(`Chromium did not start: ${executable}`)
    this.pid = this.#process.pid
    const answers = this.#process.stdio[4] as Readable
    answers.setEncoding('utf8')
    answers.on('data', (text: string) => this.#hear(text))
    this.#process.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium ended.'))
      this.#waiting.clear()
    })
  }

  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = ++this.#last
    const message = JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })
    ;(this.#process.stdio[3] as Writable).write(`${message}\0`)
    return new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  /** A new tab with `script` run in it before anything of the page. */
  async open(url: string, script: string): Promise<Tab> {
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    })
    await this.send('Page.enable', {}, sessionId)
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source: script }, sessionId)
    const tab = new Tab(this, sessionId)
    await tab.go(url)
    return tab
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    await this.send('Browser.close').catch(() => this.#process.kill('SIGKILL'))
    await ended
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  #hear(text: string): void {
    const parts = (this.#rest + text).split('\0')
    this.#rest = parts.pop()!
    for (const part of parts) {
      const { id, result, error } = JSON.parse(part) as Answer
      const waiting = id === undefined ? undefined : this.#waiting.get(id)
      if (!waiting) continue
      this.#waiting.delete(id!)
      if (error) waiting.reject(new Error(error.message))
      else waiting.resolve(result as never)
    }
  }
}

export class Tab {
  readonly #chrome: Chrome
  readonly #session: string

  constructor(chrome: Chrome, session: string) {
    this.#chrome = chrome
    this.#session = session
  }

  async go(url: string): Promise<void> {
    await this.#chrome.send('Page.navigate', { url }, this.#session)
  }

  /** Value of an expression in the page; promises are awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#chrome.send<{
      result: { value: T }
      exceptionDetails?: { text: string; exception?: { description?: string } }
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, this.#session)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** Waits until the expression is true; looks every 20 ms, and says what the page shows where it never is. */
  async until(expression: string, seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000
    while (Date.now() < end) {
      // A navigation in between destroys the context: that is a "not yet".
      if (await this.evaluate<boolean>(`Boolean(${expression})`).catch(() => false)) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const shown = await this.evaluate<string>('document.body.innerText')
    throw new Error(`After ${seconds} s still not: ${expression}\nThe page shows:\n${shown}`)
  }

  /** Clicks the enabled button or link whose words are `name`, once it is there. */
  async click(name: string): Promise<void> {
    const find = `[...document.querySelectorAll('button, a')].find(e => e.textContent.trim() === ${JSON.stringify(name)} && !e.disabled && e.getAttribute('aria-disabled') !== 'true')`
    await this.until(find, 20)
    await this.evaluate(`${find}.click()`)
  }

  /** A key as the keyboard gives it, to what has the focus. */
  async press(key: string, code: number, modifiers = 0): Promise<void> {
    const event = { key, code: key, windowsVirtualKeyCode: code, modifiers }
    await this.#chrome.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event }, this.#session)
    await this.#chrome.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event }, this.#session)
  }

  async insert(text: string): Promise<void> {
    await this.#chrome.send('Input.insertText', { text }, this.#session)
  }

  /** One step of the wheel at a point; resolves once the page has taken it. */
  async wheel(x: number, y: number, deltaY: number): Promise<void> {
    const event = { type: 'mouseWheel', x, y, deltaX: 0, deltaY }
    await this.#chrome.send('Input.dispatchMouseEvent', event, this.#session)
  }

  async chooseFile(selector: string, file: string): Promise<void> {
    await this.until(`document.querySelector(${JSON.stringify(selector)})`, 20)
    const { root } = await this.#chrome.send<{ root: { nodeId: number } }>(
      'DOM.getDocument',
      {},
      this.#session,
    )
    const { nodeId } = await this.#chrome.send<{ nodeId: number }>(
      'DOM.querySelector',
      { nodeId: root.nodeId, selector },
      this.#session,
    )
    await this.#chrome.send('DOM.setFileInputFiles', { nodeId, files: [file] }, this.#session)
  }
}
