import type { Server } from 'node:http';
import type { Plugin } from 'vite';
import type { Config } from './config.ts';
import { isForApi, isForRooms } from './relay.ts';
import { startRelay } from './start-relay.ts';

/** The relay on the development server's own port; its hot reload keeps every other address. */
export function relayPlugin(config: Config): Plugin {
  return {
    name: 'banyan-relay',
    apply: 'serve',
    async configureServer(server) {
      // Without a port of its own (tests, a build's preview), there is nobody to serve.
      const http = server.httpServer as Server | null;
      if (!http) return;
      const relay = await startRelay(config);
      server.middlewares.use((request, response, next) => {
        if (isForApi(request.url ?? '')) relay.handle(request, response);
        else next();
      });
      http.on('upgrade', (request, socket, head) => {
        if (isForRooms(request.url ?? '')) relay.upgrade(request, socket, head);
      });
      http.on('close', () => void relay.stop());
    }
  };
}
