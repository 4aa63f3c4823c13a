import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { firstLoadGroup } from './scripts/first-load.ts';
import { readConfig } from './server/config.ts';

export default defineConfig(() => {
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.reason);
  const { host, port } = read.config;
  return {
    plugins: [sveltekit()],
    server: { host, port, strictPort: true },
    build: { rolldownOptions: { output: { codeSplitting: { groups: [firstLoadGroup()] } } } }
  };
});
