import { defineConfig } from '@playwright/test'
import browser from '../playwright.config.ts'

export default defineConfig(browser, {
  testDir: '.',
  testMatch: '*.spec.ts',
  testIgnore: [],
  outputDir: '../../test-results/faults',
  globalSetup: '../build.setup.ts',
  // A crash is slow work on two cores; one at a time keeps the moments random and the times sane.
  workers: 1,
  timeout: 180_000,
})
