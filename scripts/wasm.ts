// Compiles wasm/*.ts (AssemblyScript) into modules of src that carry the binary: `npm run wasm`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = 'wasm';
const OUT = 'src/core/import/bills/csv-records-wasm.ts';

function run(command: string, args: readonly string[]) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: FOLDER });
  if (status !== 0) throw new Error(`${command} failed`);
}

if (!existsSync(`${FOLDER}/node_modules/assemblyscript`)) run('npm', ['ci', '--no-audit']);
const folder = mkdtempSync(join(tmpdir(), 'banyan-wasm-'));
const out = join(folder, 'csv-records.wasm');
const options = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];
run('npx', ['asc', 'csv-records.ts', ...options, '--initialMemory', '2', '-o', out]);
const binary = readFileSync(out);
rmSync(folder, { recursive: true });
const hash = createHash('sha256').update(binary).digest('hex');
writeFileSync(
  OUT,
  `/** \`wasm/csv-records.ts\`, compiled by \`npm run wasm\`; ${binary.length} bytes of SHA-256 ${hash}. */
export const CSV_RECORDS =
  '${binary.toString('base64')}';
`
);
console.log(`${OUT}: ${binary.length} bytes, ${hash}`);
