/** The views that Tabs switches between, and the ids that tie a tab to its panel. */
export interface Tab {
  key: string
  label: string
  /** A count or a word behind the label. */
  note?: string | undefined
  tone?: 'danger' | undefined
}

export function tabOf(id: string, key: string): string {
  return `${id}-tab-${key}`
}

/** One panel at a time: it is the same element for all tabs. */
export function panelOf(id: string): string {
  return `${id}-panel`
}
