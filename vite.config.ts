import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { firstLoadGroup } from './scripts/first-load.ts';
import { readConfig } from './server/config.ts';
import { relayPlugin } from './server/dev-plugin.ts';

export default defineConfig(() => {
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.reason);
  const { host, port } = read.config;
  return {
    plugins: [sveltekit(), relayPlugin(read.config)],
    server: { host, port, strictPort: true },
    build: { rolldownOptions: { output: { codeSplitting: { groups: [firstLoadGroup()] } } } }
  };
});
