import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: { ssr: 'server/main.ts', outDir: 'build/server', target: 'node20', minify: false }
});
