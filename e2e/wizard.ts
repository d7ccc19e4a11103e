/** The wizard as a person works it: by the words and roles that the page shows. All its selectors live here. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Product } from './product.ts'

export type Step = 'Upload' | 'Select Identifier' | 'Map Fields' | 'Confirm' | 'Results'

export class Wizard {
  readonly page: Page
  readonly product: Product
  constructor(page: Page, product: Product) {
    this.page = page
    this.product = product
  }

  /** Leads > Import Leads, as the manual says. */
  async open(): Promise<void> {
    await this.page.goto(this.product.url)
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

  /** From a chosen file to the Map Fields step, with what the wizard suggests. */
  async toMap(file: Parameters<Wizard['choose']>[0]): Promise<void> {
    await this.choose(file)
    await this.next()
    await this.at('Select Identifier')
    await this.next()
    await this.at('Map Fields')
  }

  /** From a chosen file to the Confirm step, with what the wizard suggests. */
  async toConfirm(file: Parameters<Wizard['choose']>[0]): Promise<void> {
    await this.toMap(file)
    await this.next()
    await this.at('Confirm')
  }

  /** The same for a generated file, with what its columns mean (`generatedMapping`) where the wizard cannot know it. */
  async toConfirmGenerated(path: string): Promise<void> {
    await this.toMap(path)
    await this.mapGenerated()
    await this.next()
    await this.at('Confirm')
  }

  /** On Map Fields: titles fill what is empty, notes are a field of their own, national numbers are German. */
  async mapGenerated(): Promise<void> {
    const { page } = this
    const column = (name: string): Locator =>
      page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Lead field for ${name}` }) })
    await column('Job Title').getByRole('checkbox').check()
    if (await column('Notes').getByText('Skip', { exact: true }).isVisible()) {
      await column('Notes').getByRole('button', { name: 'Lead field for Notes' }).click()
      await page.getByRole('combobox', { name: 'Search fields' }).fill('notes')
      await page.getByRole('option', { name: /Create field|^notes$/ }).click()
    }
    await page.getByLabel('Country of phone numbers without a country code').selectOption('DE')
  }

  async start(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start Import' }).click()
    await this.at('Results')
  }

  /** The number shown for a count of the Results step. */
  async shows(name: 'Created' | 'Updated' | 'Failed', count: number): Promise<void> {
    const group = this.page.getByRole('group', { name, exact: true })
    await expect(group).toContainText(count.toLocaleString('en'))
  }

  errorReport(): Locator {
    return this.page.getByRole('link', { name: /error report/i })
  }

  async completed(timeout = 30_000): Promise<void> {
    await expect(this.page.getByText('Import completed')).toBeVisible({ timeout })
  }
}
