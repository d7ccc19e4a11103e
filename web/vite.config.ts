/** Builds the page into web/dist: hashed assets beside index.html and docs.html, nothing inline, so that the server's CSP holds. */
import path from 'node:path'
import tailwind from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  // `#shared/x` is resolved by the imports of package.json, as in Node
  plugins: [vue(), tailwind()],
  cacheDir: '../node_modules/.cache/vite',
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // fonts and pictures as files: the CSP allows no data: addresses for fonts
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    // the app, and the documentation of the API beside it
    rolldownOptions: {
      input: ['index.html', 'docs.html'].map((name) => path.join(import.meta.dirname, name)),
      output: {
        // in one chunk they run in the order of the imports: zod is told how to work before the first schema is made
        codeSplitting: { groups: [{ name: 'contract', test: /withoutEval\.ts$|\/shared\/api|\/zod\// }] },
      },
    },
  },
})
