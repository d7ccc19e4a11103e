/** The wizard as a person works it: by the words and roles that the page shows. All its selectors live here. */
import { expect, type Locator, type Page } from '@playwright/test'

export type Step = 'Upload' | 'Select Identifier' | 'Map Fields' | 'Confirm' | 'Results'

export class Wizard {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  /** Leads > Import Leads, as the manual says. */
  async open(): Promise<void> {
    await this.page.goto('/')
    await this.page.getByRole('navigation').getByRole('link', { name: 'Leads', exact: true }).click()
    await this.page.getByRole('link', { name: 'Import Leads' }).first().click()
    await this.at('Upload')
  }

  heading(step: Step): Locator {
    return this.page.getByRole('heading', { name: step, exact: true })
  }

  async at(step: Step): Promise<void> {
    await expect(this.heading(step)).toBeVisible()
  }

  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles(file)
  }

  /** The step's main button, once it can be pressed. */
  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Continue' }).click()
  }

  /** From a chosen file to the Confirm step, with what the wizard suggests. */
  async toConfirm(file: Parameters<Wizard['choose']>[0]): Promise<void> {
    await this.choose(file)
    await this.next()
    await this.at('Select Identifier')
    await this.next()
    await this.at('Map Fields')
    await this.next()
    await this.at('Confirm')
  }

  async start(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start Import' }).click()
    await this.at('Results')
  }

  /** The number shown for a count of the Results step. */
  count(name: 'Created' | 'Updated' | 'Failed'): Locator {
    return this.page.getByRole('group', { name: 'Counts' }).getByText(name, { exact: true })
  }

  async completed(timeout = 30_000): Promise<void> {
    await expect(this.page.getByText('Import completed')).toBeVisible({ timeout })
  }
}
