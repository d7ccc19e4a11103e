/** The first pass over a file: its fingerprint, whether it can be a CSV at all, and its encoding. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodingByMark, guessLegacyEncoding } from './encoding.ts'
import { binaryProblem, signatureProblem, wideProblem } from './fileProblem.ts'
import type { ByteSource } from './readCsv.ts'
import type { Encoding, FileProblem } from './reading.ts'

/** Enough bytes to tell signatures, byte order marks and NUL patterns. */
const HEAD_BYTES = 4096
/** Bytes around characters beyond ASCII, kept for guessing a legacy encoding. */
const SAMPLE_BYTES = 65_536

export type Survey =
  | { ok: true; encoding: Encoding; certainty: 'known' | 'guessed'; fingerprint: string }
  | { ok: false; problem: FileProblem }
  | { ok: 'cancelled' }

/** Reads all bytes once. UTF-8 is certain only when the whole file is valid: one stray byte in the last row counts. */
export async function survey(
  source: ByteSource,
  cancelled: () => boolean,
  onBytes: (bytes: number) => void,
): Promise<Survey> {
  const hash = sha256.create()
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head = new Uint8Array(0)
  let marked: Encoding | null = null
  let headSeen = false
  let isUtf8 = true
  let bytes = 0
  const sample = new HighBytes(SAMPLE_BYTES)

  const lookAtHead = (): FileProblem | null => {
    headSeen = true
    const problem = signatureProblem(source.name, head)
    if (problem) return problem
    marked = encodingByMark(head)
    if (marked !== null && marked !== 'utf-8') {
      isUtf8 = false
      if (isFourBytesWide(head)) return wideProblem(source.name)
    } else if (isBinary(head)) return binaryProblem(source.name)
    return null
  }

  for await (const chunk of source.stream()) {
    if (cancelled()) return { ok: 'cancelled' }
    hash.update(chunk)
    bytes += chunk.length
    if (!headSeen) {
      head = joined(head, chunk)
      if (head.length >= HEAD_BYTES) {
        const problem = lookAtHead()
        if (problem) return { ok: false, problem }
      }
    }
    if (isUtf8) isUtf8 = stillValid(utf8, chunk, true)
    sample.take(chunk)
    onBytes(bytes)
  }
  if (!headSeen) {
    const problem = lookAtHead()
    if (problem) return { ok: false, problem }
  }
  if (isUtf8) isUtf8 = stillValid(utf8, new Uint8Array(0), false)
  if (bytes === 0) {
    return {
      ok: false,
      problem: {
        code: 'empty',
        message: `“${source.name}” is empty. Choose a file with a header row and at least one lead.`,
      },
    }
  }
  const fingerprint = bytesToHex(hash.digest())
  if (marked !== null && (marked !== 'utf-8' || isUtf8))
    return { ok: true, encoding: marked, certainty: 'known', fingerprint }
  if (isUtf8) return { ok: true, encoding: 'utf-8', certainty: 'known', fingerprint }
  const encoding = marked ?? guessLegacyEncoding(sample.bytes())
  return { ok: true, encoding, certainty: 'guessed', fingerprint }
}

function stillValid(decoder: TextDecoder, chunk: Uint8Array, more: boolean): boolean {
  try {
    decoder.decode(chunk, { stream: more })
    return true
  } catch {
    return false
  }
}

/** Control characters that no text has, in numbers that no slip of an export explains. */
function isBinary(head: Uint8Array): boolean {
  let control = 0
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++
  return control > head.length * 0.1
}

/** Text in UTF-32, whatever mark it bears: read as UTF-16, every second unit is NUL. */
function isFourBytesWide(head: Uint8Array): boolean {
  let nul = 0
  for (let i = 2; i + 1 < head.length; i += 2) if (head[i] === 0 && head[i + 1] === 0) nul++
  return nul > head.length / 8
}

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** Keeps stretches of bytes around those above 0x7f. */
class HighBytes {
  private readonly kept: Uint8Array
  private length = 0
  constructor(size: number) {
    this.kept = new Uint8Array(size)
  }
  take(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length && this.length < this.kept.length; i++) {
      if ((chunk[i] ?? 0) < 0x80) continue
      const piece = chunk.subarray(Math.max(0, i - 2), i + 62).subarray(0, this.kept.length - this.length)
      this.kept.set(piece, this.length)
      this.length += piece.length
      i += 61
    }
  }
  bytes(): Uint8Array {
    return this.kept.subarray(0, this.length)
  }
}
