/** What every state of every page holds: no rule of axe broken, nothing to scroll sideways. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

export async function clean(page: Page, where: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))),
  )
  // what is right is only counted: describing it takes as long as finding what is wrong
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  const found = violations.map(
    (v) => `${v.id}: ${v.help} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`,
  )
  expect(found, where).toEqual([])
}

export async function fits(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
  expect(overflow, `${where}: pixels to scroll sideways`).toBeLessThanOrEqual(0)
}

export interface Look {
  colorScheme: 'light' | 'dark'
  width: number
}

/**
 * How pages are looked at: both themes and both widths, each once. With LOOKS=all in every combination, which takes twice
 * as long.
 */
export const looks: readonly Look[] = [
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 1280 },
  ...(process.env['LOOKS'] === 'all'
    ? ([
        { colorScheme: 'dark', width: 360 },
        { colorScheme: 'light', width: 1280 },
      ] as const)
    : []),
]
