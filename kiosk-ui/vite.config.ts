import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// Vite's own JSX transform is enough: no plugin, no Babel.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: false,
    cssCodeSplit: false,
    // Fonts stay files, so that the page's policy needs no data: URLs.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
})
