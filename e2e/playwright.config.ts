import { defineConfig } from '@playwright/test'
import { chromiumArgs, provideChromium } from './chromium.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  testIgnore: ['faults/**', ...(process.env['LOOKS'] === 'other' ? [] : ['demo.spec.ts'])],
  outputDir: '../test-results/browser',
  globalSetup: './build.setup.ts',
  // Each worker starts a product of its own, and two cores carry two.
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // filming every page took a quarter of the suite's time; the picture of a failure is enough beside the trace's log
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: provideChromium(console.error), args: [...chromiumArgs] },
  },
})
