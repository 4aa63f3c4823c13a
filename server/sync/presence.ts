import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { LIMITS } from '#protocol/limits.ts';
import { MESSAGE } from '#protocol/wire.ts';
import { log } from '../log.ts';
import { clientName, type Writers } from '../rights/writers.ts';

/** Who a connection is, as its right says; what people claim stands beside it. */
export interface Badge {
  readonly id: string;
  readonly label: string;
  readonly owner: boolean;
}

/** A connection that may be seen. */
export interface Guest {
  readonly badge: Badge;
  readonly mayWrite: boolean;
  /** What a slow reader misses comes again: everybody tells of themselves anew every few seconds. */
  readonly show: (message: Uint8Array) => void;
}

interface Seen {
  readonly client: number;
  readonly clock: number;
  /** Without one, the guest is here and shows nothing. */
  readonly state: string | undefined;
}

/** Who is in a workspace. A connection speaks for one Yjs client, and under its own right's name. */
export class Presence {
  readonly #guests = new Map<Guest, Seen | undefined>();
  readonly #writers: Writers;

  constructor(writers: Writers) {
    this.#writers = writers;
  }

  /** Whether somebody who is here writes under a client id, and by another right. */
  isOthers(client: number, by: Badge): boolean {
    const right = this.#writers.rightOf(clientName('org', client));
    if (right === undefined || right === by.id) return false;
    for (const [{ badge, mayWrite }, seen] of this.#guests)
      if (seen?.client === client && mayWrite && badge.id === right) return true;
    return false;
  }

  enter(guest: Guest): void {
    this.#guests.set(guest, undefined);
    const present = [...this.#guests.values()].filter((seen) => seen?.state !== undefined);
    if (present.length > 0) guest.show(encode(present.flatMap((seen) => seen ?? [])));
  }

  /** False when it cannot be read. */
  hear(guest: Guest, bytes: Uint8Array): boolean {
    if (bytes.length > LIMITS.awareness) return false;
    const own = this.#guests.get(guest)?.client;
    let heard: Seen | undefined;
    try {
      heard = decode(bytes, guest.badge).find(({ client }) => own === undefined || client === own);
    } catch {
      return false;
    }
    if (!heard || this.#isTaken(guest, heard.client)) return true;
    this.#guests.set(guest, heard);
    if (guest.mayWrite) this.#claim(heard.client, guest.badge);
    this.#tell(heard);
    return true;
  }

  leave(guest: Guest): void {
    const seen = this.#guests.get(guest);
    this.#guests.delete(guest);
    // A page that came back before its old line was found dead is still here.
    const isBack = [...this.#guests.values()].some((other) => other?.client === seen?.client);
    if (seen && !isBack) this.#tell({ ...seen, clock: seen.clock + 1, state: undefined });
  }

  /** Who sees a client id could write under it before its own page does. */
  #claim(client: number, { id }: Badge): void {
    this.#writers.claim(clientName('org', client), id).catch((err: unknown) => {
      log.error({ err }, 'a client id could not be bound');
    });
  }

  #isTaken(guest: Guest, client: number): boolean {
    return [...this.#guests].some(
      ([other, seen]) => seen?.client === client && other.badge.id !== guest.badge.id
    );
  }

  #tell(seen: Seen): void {
    const message = encode([seen]);
    for (const guest of this.#guests.keys()) guest.show(message);
  }
}

function decode(bytes: Uint8Array, badge: Badge): Seen[] {
  const decoder = decoding.createDecoder(bytes);
  const seen: Seen[] = [];
  for (let n = decoding.readVarUint(decoder); n > 0; n--) {
    const [client, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)];
    const state: unknown = JSON.parse(decoding.readVarString(decoder));
    if (typeof state !== 'object' || Array.isArray(state)) throw new TypeError('No state');
    const shown = state && JSON.stringify({ ...state, grant: badge });
    seen.push({ client, clock, state: shown ?? undefined });
  }
  return seen;
}

function encode(all: readonly Seen[]): Uint8Array {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, all.length);
    for (const { client, clock, state } of all) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state ?? 'null');
    }
  });
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}
