/** Looks over text in large pieces for characters that tell of damage, so that cells are looked at only in files that have some. */

/** `Ã¼`, `â€™`: UTF-8 that was once read as Windows-1252. */
const garbled = /\u00c3[\u0080-\u00bf]|\u00e2\u20ac[\u0080-\uffff]|\u00c2[\u00a0-\u00bf]/

export interface CellDamage {
  replaced: boolean
  garbled: boolean
  nul: boolean
}

export class TextWatch {
  private readonly seen: CellDamage = { replaced: false, garbled: false, nul: false }
  private any = false

  look(text: string): void {
    const { seen } = this
    seen.replaced ||= text.includes('\ufffd')
    seen.nul ||= text.includes('\0')
    seen.garbled ||= garbled.test(text)
    this.any = seen.replaced || seen.nul || seen.garbled
  }

  /** What these cells are damaged by; null where nothing. */
  damageOf(cells: readonly string[]): CellDamage | null {
    if (!this.any) return null
    const { seen } = this
    const replaced = seen.replaced && cells.some((cell) => cell.includes('\ufffd'))
    const nul = seen.nul && cells.some((cell) => cell.includes('\0'))
    const wrong = seen.garbled && cells.some((cell) => garbled.test(cell))
    return replaced || nul || wrong ? { replaced, nul, garbled: wrong } : null
  }
}
