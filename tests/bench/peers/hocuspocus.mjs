// Hocuspocus with its defaults, on a port that the system chooses. What its SQLite extension does
// with better-sqlite3 is done here with Node's own SQLite: the same table, the same statements.
import { DatabaseSync } from 'node:sqlite';
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';

const database = new DatabaseSync(`${process.env.DATA_DIR}/documents.sqlite`);
database.exec(`CREATE TABLE IF NOT EXISTS "documents" (
  "name" varchar(255) NOT NULL,
  "data" blob NOT NULL,
  UNIQUE(name)
)`);
const select = database.prepare(
  'SELECT data FROM "documents" WHERE name = $name ORDER BY rowid DESC'
);
const upsert = database.prepare(`INSERT INTO "documents" ("name", "data") VALUES ($name, $data)
  ON CONFLICT(name) DO UPDATE SET data = $data`);
const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  extensions: [
    new Database({
      fetch: async ({ documentName }) => select.get({ $name: documentName })?.data ?? null,
      store: async ({ documentName, state }) => {
        upsert.run({ $name: documentName, $data: state });
      }
    })
  ]
});
await server.listen();
console.log(`Listening at http://127.0.0.1:${server.address.port}`);
