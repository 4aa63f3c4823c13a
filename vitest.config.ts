import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './scripts/chromium.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'core',
          include: ['tests/core/**/*.test.ts'],
          // The core keeps nothing but what follows from its inputs: files may share its modules.
          isolate: false,
          setupFiles: ['tests/support/properties.ts'],
          testTimeout: 20_000
        }
      },
      {
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/core/**', '**/*.svelte.test.ts', '**/*.browser.test.ts'],
          setupFiles: ['tests/support/properties.ts'],
          testTimeout: 20_000
        }
      },
      {
        plugins: [sveltekit()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'component',
          environment: 'jsdom',
          include: ['tests/**/*.svelte.test.ts'],
          setupFiles: ['tests/support/properties.ts', 'tests/support/component.ts']
        }
      },
      {
        plugins: [sveltekit()],
        optimizeDeps: {
          // What only a worker imports would be found late, and the page reloaded in the midst of a test.
          include: ['fast-check', 'fflate', 'hyparquet', 'vitest-browser-svelte', 'yjs']
        },
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.ts'],
          setupFiles: ['tests/support/properties.ts'],
          testTimeout: 20_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launchOptions() }),
            instances: [{ browser: 'chromium' }]
          }
        }
      }
    ]
  }
});
