import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { readConfig } from './server/config.ts';
import { relayPlugin } from './server/dev-plugin.ts';

// What much of the app shares is one file: dozens of tiny ones compress worse than they cache.
const codeSplitting = {
  groups: [{ name: 'base', test: /\/src\/(core|crdt|ui|workspace)\//, minShareCount: 4 }]
};

export default defineConfig(() => {
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.reason);
  const { host, port } = read.config;
  return {
    plugins: [sveltekit(), relayPlugin(read.config)],
    server: { host, port, strictPort: true },
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting } } } } }
  };
});
