// Starts the one process: the app and the relay on one port.
import { accessSync, constants, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { readAssets } from './assets.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { claim } from './data-folder.ts';
import type { Relay } from './relay.ts';
import { startRelay } from './start-relay.ts';

const read = readConfig(process.env);
if (read.ok) await start(read.config);
else fail(read.reason);

async function start(config: Config): Promise<void> {
  const problem = dataDirProblem(config.dataDir);
  if (problem) {
    fail(problem);
    return;
  }
  const claimed = claim(config.dataDir);
  if (typeof claimed !== 'function') {
    fail(
      `Another Banyan (process ${claimed.pid}) uses ${config.dataDir}. Stop it, or give this one a folder of its own: DATA_DIR=…`
    );
    return;
  }
  process.once('exit', claimed);
  const relay = await startRelay(config);
  const server = createApp(readAssets(join(import.meta.dirname, '../client')), relay);
  server.on('error', (error: NodeJS.ErrnoException) => {
    fail(listenProblem(error, config));
    void relay.stop();
  });
  server.listen(config.port, config.host, () => console.log(`Banyan is at ${address(server)}`));
  stopOnSignals(server, relay);
}

function address(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Commits and lets answers under way finish, then ends every connection, so that all can end. */
function stopOnSignals(server: Server, relay: Relay): void {
  const stop = () => {
    server.close();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
    void relay.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

function dataDirProblem(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch {
    return `The folder ${folder} cannot be written to. Set DATA_DIR to one that can.`;
  }
}

function listenProblem(error: NodeJS.ErrnoException, { host, port }: Config): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} at ${host} is in use, perhaps by a Banyan that still runs. Stop that program, or choose another port: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=4870 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for its network.`;
    default:
      return `The server could not start: ${error.message}`;
  }
}

function fail(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}
