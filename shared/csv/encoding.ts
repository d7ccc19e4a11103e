/**
 * Which encoding bytes are in: byte order mark, the pattern of NULs, valid UTF-8 over the whole file; else a guess among the
 * legacy encodings of Europe and East Asia, which the user is told about and can change.
 */
import type { Encoding } from './reading.ts'

/** Encoding by byte order mark or by the NULs of UTF-16 text without one; null where neither tells. */
export function encodingByMark(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const pairs = Math.min(head.length >> 1, 2000)
  if (pairs < 2) return null
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++
    if (head[2 * i + 1] === 0) odd++
  }
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be'
  return null
}

// The most frequent small letters, as bytes of the encoding: enough to tell the alphabets apart.
const cyrillic1251 = new Set([0xee, 0xe5, 0xe0, 0xe8, 0xed, 0xf2, 0xf1, 0xf0, 0xe2, 0xeb, 0xea])
const greek1253 = new Set([
  0xe1, 0xef, 0xe9, 0xf4, 0xe5, 0xed, 0xf3, 0xf2, 0xf1, 0xf0, 0xdc, 0xdd, 0xdf, 0xfc,
])
// Symbols of windows-1252 that are letters in windows-1250: between letters they give the encoding away.
const centralEuropean = new Set([0xa5, 0xb3, 0xb9, 0xbe, 0xbf, 0xa3, 0xaf, 0xbc, 0x9d, 0x8d, 0xaa])

/**
 * A guess for bytes that are not valid UTF-8. `sample` should hold many of the bytes above 0x7f.
 * Latin letters stand alone between ASCII; other alphabets and East Asian characters stand in runs.
 */
export function guessLegacyEncoding(sample: Uint8Array): Encoding {
  let high = 0
  let run = 0
  let inRuns = 0
  let c1 = 0
  let central = 0
  let euro = 0
  let cyrillic = 0
  let greek = 0
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] ?? 0
    if (byte < 0x80) continue
    high++
    const before = sample[i - 1] ?? 0
    const after = sample[i + 1] ?? 0
    run = before >= 0x80 ? run + 1 : 1
    // the third of a run brings the two before it along: pairs of accented letters are no sign of another alphabet
    if (run >= 3) inRuns += run === 3 ? 3 : 1
    if (byte < 0xa0) c1++
    if (byte === 0xa4) euro++
    if (centralEuropean.has(byte) && isLetter(before) && (isLetter(after) || byte !== 0xaa)) central++
    if (cyrillic1251.has(byte)) cyrillic++
    if (greek1253.has(byte)) greek++
  }
  if (inRuns > high * 0.6) {
    const asian = guessEastAsian(sample)
    if (asian) return asian
    if (greek > cyrillic) return c1 > 0 ? 'windows-1253' : 'iso-8859-7'
    return 'windows-1251'
  }
  const asian = inRuns > high * 0.3 ? guessEastAsian(sample) : null
  if (asian) return asian
  if (central > 0) return 'windows-1250'
  return euro > 0 && c1 === 0 ? 'iso-8859-15' : 'windows-1252'
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0xc0
}

const kana = /[\u3041-\u30fe]/g
// The most frequent characters of running Chinese text and of names, in both scripts and in one of them.
const simplified = /[的一是不了在人有我他这中国张王李刘陈杨赵黄东业务经理电话邮箱]/g
const traditional = /[的一是不了在人有我他這中國張王李劉陳楊趙黃東業務經理電話郵箱]/g
const rare = /[\ue000-\uf8ff\uff61-\uff9f\ufffd]/g

function guessEastAsian(sample: Uint8Array): Encoding | null {
  let best: { encoding: Encoding; score: number } | null = null
  for (const encoding of ['shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5'] as const) {
    const text = decodeWhole(sample, encoding)
    if (text === null) continue
    const wide = count(text, /[\u2e80-\uffff]/g)
    if (wide === 0) continue
    const typical =
      encoding === 'euc-kr' ? commonHangul(sample)
      : encoding === 'gb18030' ? commonHan(sample, 0xb0, 0xd7) + count(text, simplified)
      : encoding === 'big5' ? commonHan(sample, 0xa4, 0xc6) + count(text, traditional)
      : 2 * count(text, kana) + count(text, /[\u4e00-\u9fff]/g) / 2 // prettier-ignore
    const score = (typical - 3 * count(text, rare)) / wide
    if (score > 0.4 && (best === null || score > best.score)) best = { encoding, score }
  }
  return best?.encoding ?? null
}

/** Pairs whose first byte is in the range of the frequent characters of a Chinese encoding; half weight. */
function commonHan(sample: Uint8Array, from: number, to: number): number {
  let found = 0
  for (let i = 0; i < sample.length - 1; i++) {
    const byte = sample[i] ?? 0
    if (byte < 0x80) continue
    if (byte >= from && byte <= to) found++
    i++
  }
  return found / 2
}

/**
 * Pairs that are syllables of everyday Korean (KS X 1001). Browsers read the rare ones of code page 949 under the same
 * label, and those take the bytes of Shift_JIS for Korean.
 */
function commonHangul(sample: Uint8Array): number {
  let found = 0
  for (let i = 0; i < sample.length - 1; i++) {
    const byte = sample[i] ?? 0
    if (byte < 0x80) continue
    if (byte >= 0xb0 && byte <= 0xc8 && (sample[i + 1] ?? 0) >= 0xa1) found++
    i++
  }
  return found
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The sample decoded, or null where it is not valid in that encoding; a character cut off at the end is forgiven. */
function decodeWhole(sample: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true })
  } catch {
    return null
  }
}
