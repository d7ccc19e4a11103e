/** Builds the page into web/dist: hashed assets beside one index.html, nothing inline, so that the server's CSP holds. */
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
  },
})
