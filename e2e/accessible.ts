/** What every state of every page holds: no rule of axe broken, nothing to scroll sideways. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

/** Rules of axe: all of them, or those that a theme decides. */
export type Rules = 'all' | 'colors'
const colors = ['color-contrast', 'link-in-text-block']

export async function clean(page: Page, where: string, rules: Rules = 'all'): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        // a spinner turns for ever
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  )
  // what is right is only counted: describing it takes as long as finding what is wrong
  // and only pages with frames of other origins need a second page to add their findings up in
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules === 'all' ? axe : axe.withRules(colors)).analyze()
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
  rules: Rules
}

/** Whether `npm run test:looks` looks, and not `npm test`. */
const isOtherLooks = process.env['LOOKS'] === 'other'
/**
 * How pages are looked at: both themes and both widths, each once, what a theme does not decide in the first; by
 * `npm run test:looks` the other two combinations, every rule in both.
 */
export const looks: readonly Look[] = isOtherLooks
  ? [
      { colorScheme: 'dark', width: 360, rules: 'all' },
      { colorScheme: 'light', width: 1280, rules: 'all' },
    ]
  : [
      { colorScheme: 'light', width: 360, rules: 'all' },
      { colorScheme: 'dark', width: 1280, rules: 'colors' },
    ]
