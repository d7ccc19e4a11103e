/** A script's view of one org unit of a running product. */
import type { Product } from '../product.ts'
import { password, userName } from '../product.ts'

export interface BenchClient {
  ask<T>(method: string, path: string, body?: BodyInit, headers?: Record<string, string>): Promise<T>
  /** Bytes of an answer that is no JSON, and milliseconds to the first and the last of them. */
  download(path: string): Promise<{ bytes: number; firstMs: number; ms: number }>
}

/** `authorization`: a key's, once there is one, since a password is made slow to check. */
export function benchClient(product: Product, authorization = basic(userName, password)): BenchClient {
  const send = async (method: string, path: string, body?: BodyInit, more = {}): Promise<Response> => {
    const headers = { authorization, 'content-type': 'application/json', ...more }
    const answer = await fetch(product.url + path, { method, headers, ...(body !== undefined && { body }) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  return {
    ask: async (method, path, body, headers) =>
      (await (await send(method, path, body, headers)).json()) as never,
    async download(path) {
      const began = performance.now()
      const answer = await send('GET', path)
      let bytes = 0
      let firstMs = 0
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        if (bytes === 0) firstMs = performance.now() - began
        bytes += chunk.length
      }
      return { bytes, firstMs, ms: performance.now() - began }
    },
  }
}

export function basic(name: string, secret: string): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
}
