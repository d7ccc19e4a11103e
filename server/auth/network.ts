/** Where a try comes from, for counting: whoever has one IPv6 address has its whole /64. */
import { isIPv6 } from 'node:net'

/** `::ffff:1.2.3.4` counts as 1.2.3.4, an IPv6 address as its first 64 bits, anything else as it stands. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(plain)) return plain.slice(0, 60)
  const [head = '', tail = ''] = plain.split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(head), groups(tail)]
  const gap = plain.includes('::') ? Math.max(0, 8 - before.length - after.length) : 0
  const all = [...before, ...Array.from({ length: gap }, () => '0'), ...after]
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${first.join(':')}::/64`
}
