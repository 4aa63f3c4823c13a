// Compiles wasm/*.ts (AssemblyScript) into modules of src that carry the binary: `npm run wasm`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = 'wasm';
const OUT = 'src/core/import/bills/bill-wasm-binary.ts';

function run(command: string, args: readonly string[]) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: FOLDER });
  if (status !== 0) throw new Error(`${command} failed`);
}

if (!existsSync(`${FOLDER}/node_modules/assemblyscript`)) run('npm', ['ci', '--no-audit']);
const folder = mkdtempSync(join(tmpdir(), 'banyan-wasm-'));
const out = join(folder, 'bill.wasm');
const options = ['-O3', '--runtime', 'minimal', '--enable', 'simd', '--noAssert'];
run('npx', ['asc', 'bill.ts', ...options, '-o', out]);
const binary = readFileSync(out);
rmSync(folder, { recursive: true });
const hash = createHash('sha256').update(binary).digest('hex');
writeFileSync(
  OUT,
  `/** \`wasm/bill.ts\`, compiled by \`npm run wasm\`; ${binary.length} bytes of SHA-256 ${hash}. */
export const BILL_WASM =
  '${binary.toString('base64')}';
`
);
console.log(`${OUT}: ${binary.length} bytes, ${hash}`);
