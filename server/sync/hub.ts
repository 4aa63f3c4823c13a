import type { WebSocket } from 'ws';
import { HEARTBEAT_MS } from '#protocol/limits.ts';
import { ROOM_SECTIONS, roomName } from '#protocol/sections.ts';
import type { RoomSection } from '#protocol/sections.ts';
import type { Metrics } from '../metrics.ts';
import type { Blob } from '../blobs/blob-store.ts';
import { Meter, PER_ADDRESS, PER_GRANT } from '../rights/meter.ts';
import { Writers } from '../rights/writers.ts';
import type { RelayKey } from '../receipts/relay-key.ts';
import { SectionReceipts } from '../receipts/section-receipts.ts';
import type { RelayStorage } from '../storage/port.ts';
import { Archives } from './archives.ts';
import { Connection } from './connection.ts';
import type { Admission, Line } from './connection.ts';
import { LamportTime } from './lamport.ts';
import { Presence } from './presence.ts';
import { Room } from './room.ts';
import { Rules, type WorkspaceMemory } from './rules.ts';
import { WholeDocuments } from './whole-documents.ts';

/** How often slow readers and overdue rights are looked at. */
const LOOK_MS = 250;
/** How often rooms are looked at. */
const UPKEEP_MS = 60_000;
/** How long a stop waits for the other ends to say goodbye. */
const GOODBYE_MS = 500;

/** Every connection and every room that is open. */
export class Hub {
  readonly #storage: RelayStorage;
  readonly #key: RelayKey;
  readonly #meters = { grant: new Meter(PER_GRANT), address: new Meter(PER_ADDRESS) };
  readonly #metrics: Metrics;
  readonly #blob: (blob: Blob) => Promise<Uint8Array | undefined>;
  readonly #isLive: (workspace: string, grant: string) => boolean;
  readonly #rooms = new Map<string, Room>();
  readonly #memories = new Map<string, WorkspaceMemory>();
  readonly #connections = new Set<Connection>();
  readonly #timers: NodeJS.Timeout[];
  readonly documents: WholeDocuments;

  constructor(
    storage: RelayStorage,
    key: RelayKey,
    metrics: Metrics,
    isLive: (workspace: string, grant: string) => boolean,
    blob: (blob: Blob) => Promise<Uint8Array | undefined> = () => Promise.resolve(undefined)
  ) {
    this.#storage = storage;
    this.#blob = blob;
    this.#key = key;
    this.#metrics = metrics;
    this.#isLive = isLive;
    this.documents = new WholeDocuments(storage, (name) => this.#rooms.get(name));
    this.#timers = [
      setInterval(() => this.#each((connection) => connection.beat()), (HEARTBEAT_MS * 2) / 3),
      setInterval(() => this.#look(), LOOK_MS),
      setInterval(() => this.#upkeep(), UPKEEP_MS)
    ];
    for (const timer of this.#timers) timer.unref();
  }

  enter(socket: WebSocket, admission: Admission, section: RoomSection, line?: Line): void {
    const room = this.#room(admission.workspace, section);
    const { presence: everybody } = this.#memory(admission.workspace);
    const presence = section === 'org' ? everybody : undefined;
    const connection = new Connection(socket, admission, room, {
      presence,
      metrics: this.#metrics,
      line,
      slow: (bytes) => this.#slow(admission, bytes)
    });
    this.#connections.add(connection);
    socket.on('close', () => {
      this.#connections.delete(connection);
      connection.left();
    });
  }

  /** What is open just now. */
  get open(): { readonly rooms: number; readonly sockets: number } {
    return { rooms: this.#rooms.size, sockets: this.#connections.size };
  }

  #slow({ badge, address }: Admission, bytes: number): number {
    const now = Date.now();
    const { grant, address: of } = this.#meters;
    return Math.max(grant.spend(badge.id, bytes, now), of.spend(address, bytes, now));
  }

  online(grant: string): number {
    return this.#of((admission) => admission.badge.id === grant).length;
  }

  endGrant(grant: string): void {
    for (const each of this.#of(({ badge }) => badge.id === grant)) each.end('forbidden');
  }

  /** Kept once no room of the workspace writes any more. */
  async endWorkspace(id: string): Promise<void> {
    for (const each of this.#of(({ workspace }) => workspace === id)) each.end('gone');
    const rooms = [...this.#rooms].filter(([name]) => name.startsWith(`${id}/`));
    await Promise.all(rooms.map(([, room]) => room.settle()));
    // One that comes anew under this id must not meet what the old one still has in memory.
    for (const [name] of rooms) this.#rooms.delete(name);
    this.documents.end(ROOM_SECTIONS.map((section) => roomName(id, section)));
    this.#memories.delete(id);
  }

  /** Commits what has come, then ends every connection. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#each((connection) => connection.hold());
    await Promise.all([...this.#rooms.values()].map((room) => room.settle()));
    this.#each((connection) => connection.end('restart'));
    const until = Date.now() + GOODBYE_MS;
    while (this.#connections.size > 0 && Date.now() < until)
      await new Promise((next) => setTimeout(next, 5));
    await Promise.all([...this.#rooms.values()].map((room) => room.settle()));
  }

  #room(workspace: string, section: RoomSection): Room {
    const name = roomName(workspace, section);
    const open = this.#rooms.get(name);
    if (open) return open;
    const receipts = new SectionReceipts(this.#storage, this.#key, workspace, section);
    const archives = new Archives((hash) => this.#blob({ workspace, section, hash }));
    const rules = new Rules(section, this.#memory(workspace), receipts, archives);
    const onIdle = () => {
      if (this.#rooms.get(name) === room) this.#close(workspace, name);
    };
    const parts = { storage: this.#storage, metrics: this.#metrics, rules, onIdle };
    const room: Room = new Room(name, parts);
    this.#rooms.set(name, room);
    return room;
  }

  #close(workspace: string, name: string): void {
    this.#rooms.delete(name);
    this.documents.drop(name);
    const left = ROOM_SECTIONS.some((section) => this.#rooms.has(roomName(workspace, section)));
    if (!left) this.#memories.delete(workspace);
  }

  #memory(workspace: string): WorkspaceMemory {
    const isLive = (grant: string) => this.#isLive(workspace, grant);
    const memory = this.#memories.get(workspace) ?? this.#remember(workspace, isLive);
    this.#memories.set(workspace, memory);
    return memory;
  }

  #remember(workspace: string, isLive: (grant: string) => boolean): WorkspaceMemory {
    const writers = new Writers(this.#storage, workspace, isLive);
    const time = new LamportTime(this.#storage, workspace);
    return { writers, time, presence: new Presence(writers) };
  }

  #look(): void {
    const now = Date.now();
    this.#each((connection) => {
      const { expiresAt } = connection.admission;
      if (expiresAt !== undefined && expiresAt <= now) connection.end('expired');
      else connection.catchUp();
    });
  }

  #upkeep(): void {
    for (const room of this.#rooms.values()) room.upkeep(Date.now());
  }

  #of(fits: (admission: Admission) => boolean): Connection[] {
    return [...this.#connections].filter(({ admission }) => fits(admission));
  }

  #each(act: (connection: Connection) => void): void {
    for (const connection of this.#connections) act(connection);
  }
}
