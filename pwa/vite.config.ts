import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { readFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('./package.json', 'utf8')) as { version: string }

/** In development `/api` goes to the Flask server named by SIDAK_API (default the demo's address). */
const api = process.env.SIDAK_API ?? 'http://127.0.0.1:8000'

/**
 * Chromium (136 on) compiles what begins with this line while it still arrives, on another thread,
 * instead of function by function while the first screen is drawn: that task takes half the time on
 * a slow phone. Other engines read a comment. https://v8.dev/blog/explicit-compile-hints
 */
const compileEarly: Plugin = {
  name: 'compile-early',
  enforce: 'post',
  apply: 'build',
  generateBundle: {
    order: 'post', // after the line of Vite's own that every other chunk begins with
    handler(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const wanted = chunk.isEntry || chunk.moduleIds.some((id) => id.includes('/src/field/'))
        if (wanted) chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`
      }
    },
  },
}

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // "desk-" marks what only the desk needs, so that the phone's worker leaves it out.
        chunkFileNames: (chunk) =>
          chunk.moduleIds.some((id) => id.includes('/src/office/')) ? 'assets/desk-[name]-[hash].js' : 'assets/[name]-[hash].js',
        assetFileNames: (asset) =>
          asset.originalFileNames.some((name) => name.includes('src/office/'))
            ? 'assets/desk-[name]-[hash][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': api } },
  preview: { host: '127.0.0.1', proxy: { '/api': api } },
  plugins: [
    svelte(),
    compileEarly,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // Registration is ours (sw-bridge.ts): an inline script would break the content security policy.
      injectRegister: null,
      registerType: 'prompt',
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        // The desk is online only and large: an inspector's phone must not download it.
        globIgnores: ['**/desk-*'],
      },
      manifest: {
        id: '/',
        name: 'Sidak',
        short_name: 'Sidak',
        description: 'Catatan inspeksi mendadak: temuan, nihil, dan laporan tim.',
        lang: 'id',
        dir: 'ltr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#FFFFFF',
        theme_color: '#0B5C6B',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
})
