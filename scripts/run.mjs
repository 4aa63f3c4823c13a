// Runs a TypeScript script on every supported Node: `node scripts/run.mjs scripts/x.ts …args`.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [script, ...args] = process.argv.slice(2);
if (!script) throw new Error('Usage: node scripts/run.mjs <script.ts> [arguments]');
process.argv = [process.argv[0], resolve(script), ...args];
await runnerImport(process.argv[1], { configFile: false, logLevel: 'error' });
