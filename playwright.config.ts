import { defineConfig } from '@playwright/test';
import { launchOptions } from './scripts/chromium.ts';

const port = Number(process.env['E2E_PORT'] ?? 4891);
const url = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  // What a page says is held, not how fast a busy machine comes to say it.
  expect: { timeout: 15_000 },
  // `npm test` names what passed only on a second try.
  retries: 1,
  workers: 2,
  fullyParallel: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // No trace: recording one of every test took a quarter of their time; `--trace on` records some.
  use: { baseURL: url, launchOptions: launchOptions() },
  webServer: {
    command: 'node build/server/main.js',
    url: `${url}/healthz`,
    env: { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: 'test-results/data' },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 3000 }
  }
});
