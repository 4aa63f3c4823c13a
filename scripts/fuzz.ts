// Malformed input for hours: `npm run test:fuzz` sends a million frames into what reads frames,
// 20,000 over real sockets and as many HTTP requests to the built relay, with honest pages beside
// them, and writes their figures to BENCHMARKS.md; `-- --frames N --sockets N --requests N [--seed N]`
// sends so many and writes nothing.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseArgs } from 'node:util';
import { lmdbStorage } from '../server/storage/lmdb.ts';
import { fuzzFrames } from '../tests/fuzz/in-process.ts';
import { fuzzSockets } from '../tests/fuzz/over-sockets.ts';
import { TOKEN, share } from '../tests/support/relay.ts';
import { ms, Report } from './bench-report.ts';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    sockets: { type: 'string', default: '20000' },
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' }
  }
});
const MB = 1024 * 1024;
/** The longest that an honest edit may take to reach somebody (ms), and memory that may be kept. */
const WORST = { frames: 1000, sockets: 3000 } as const;
const KEPT = { heap: 16 * MB, process: 150 * MB } as const;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const report = new Report('no browser');
const [frames = 0, sockets = 0, requests = 0, seed = 0] = [
  values.frames,
  values.sockets,
  values.requests,
  values.seed
].map(Number);
const n = (value: number) => value.toLocaleString('en-US');
const mb = (bytes: number) => `${(bytes / MB).toFixed(1)} MB`;

if (!existsSync('build/server/main.js')) throw new Error('Build first: npm run build');
await inProcess();
await overSockets();
if (process.argv.length <= 2) await report.write('fuzz', 'Malformed input', 'npm run test:fuzz');

async function inProcess() {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-fuzz-'));
  const storage = lmdbStorage(folder);
  const told = await fuzzFrames(frames, seed, { storage, collect });
  await storage.close();
  rmSync(folder, { recursive: true });
  report.line(
    `${n(told.frames)} malformed frames in process (seed ${seed}): ${n(told.ended)} connections ended for them; two honest pages in the same room lost no word.`
  );
  report.line('');
  goal('the longest an honest edit took, among frames in process', told.worst, WORST.frames);
  memory('heap kept when everybody has left', told.growth, KEPT.heap);
}

async function overSockets() {
  const relay = await started();
  try {
    const owner = await share(relay);
    const before = await resident(relay.url);
    const told = await fuzzSockets({ url: relay.url, owner }, { frames: sockets, requests }, seed);
    const grown = (await resident(relay.url)) - before;
    report.line(
      `${n(told.frames)} malformed frames over sockets and ${n(told.requests)} HTTP requests to the built relay: ${n(told.ended)} connections ended; an honest page said ${n(told.words)} words to another meanwhile and lost none.`
    );
    goal('the longest an honest edit took, among sockets and requests', told.worst, WORST.sockets);
    memory("growth of the relay's process", grown, KEPT.process);
    const ready = await fetch(`${relay.url}/readyz`);
    report.goal('the relay is ready afterwards', '200', String(ready.status), ready.ok);
    if (!ready.ok) process.exitCode = 1;
  } finally {
    relay.stop();
  }
}

function goal(name: string, measured: number, most: number) {
  console.log(`${name}: ${ms(measured)} ms`);
  report.goal(name, `≤ ${most} ms`, `${ms(measured)} ms`, measured <= most);
  if (measured > most) process.exitCode = 1;
}

function memory(name: string, measured: number, most: number) {
  console.log(`${name}: ${mb(measured)}`);
  report.goal(name, `≤ ${mb(most)}`, mb(measured), measured <= most);
  if (measured > most) process.exitCode = 1;
}

/** The built relay on a free port, with a folder of its own. */
function started(): Promise<{ url: string; stop: () => void }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'banyan-fuzz-'));
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir };
  const child = spawn(process.execPath, ['build/server/main.js'], {
    env: { ...env, SETUP_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'ignore']
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The relay ended (${code}).`)));
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /Banyan is at (\S+)/.exec(chunk.toString())?.[1];
      if (url !== undefined)
        resolve({
          url,
          stop: () => {
            child.removeAllListeners('exit');
            child.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
            child.kill('SIGTERM');
          }
        });
    });
  });
}

/** Bytes of memory that the relay's process has, by its own word. */
async function resident(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^banyan_process_process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}
