import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte()],
  define: { __APP_VERSION__: JSON.stringify('test') },
  test: {
    // a loaded CI machine is slow to load modules; no test measures time
    hookTimeout: 120_000,
    testTimeout: 60_000, include: ['tests/**/*.test.ts'], environment: 'node', maxWorkers: 2 },
})
