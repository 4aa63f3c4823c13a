import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    rolldownOptions: { input: { main: 'server/main.ts', admin: 'server/admin.ts' } },
    outDir: 'build/server',
    target: 'node20',
    minify: false
  }
});
