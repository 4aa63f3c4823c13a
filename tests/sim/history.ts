import * as Y from 'yjs';
import fc from 'fast-check';
import { Account } from '#core/account/model.ts';
import { waysOf } from '#core/audit/conflict-ways.ts';
import type { Result } from '#core/kernel/problem.ts';
import type { Diff } from '#core/kernel/state.ts';
import { tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import type { Section } from '#core/kernel/kind.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { randomOf, type Random } from '#core/sample/random.ts';
import { KEYS_AT_MOST } from '#crdt/section-writer.ts';
import { settleConflict } from '#crdt/settling.ts';
import { judge } from '../../server/sync/predecessors.ts';
import { commandNamed, drawnCommand, type Drawn } from '../support/random-commands.ts';
import { USED } from '../support/replicas.ts';
import { Stored } from './archiving.ts';
import * as checks from './checks.ts';
import { drawnFile } from './files.ts';
import { copied, emptyDisk, Site, type Disk, type Post } from './site.ts';

const START = Date.UTC(2026, 10, 24);
const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;
const YEAR = 365 * 24 * 60 * MINUTE;
/** Every history has at least so many commands that left an entry. */
const COMMANDS = 100;
/** What a transaction may weigh on the wire, by its design. */
const UPDATE_BYTES = 64_000 + 4000;

/** What a history held, added up over many. */
export interface Told {
  commands: number;
  refused: number;
  undoings: number;
  settled: number;
  blocks: number;
  merges: number;
  conflicts: number;
  crashes: number;
  torn: number;
  partitions: number;
  tabs: number;
  /** Entries that left a document for an archive. */
  archived: number;
  replicas: number;
}

export const nothingTold = (): Told => ({
  commands: 0,
  refused: 0,
  undoings: 0,
  settled: 0,
  blocks: 0,
  merges: 0,
  conflicts: 0,
  crashes: 0,
  torn: 0,
  partitions: 0,
  tabs: 0,
  archived: 0,
  replicas: 0
});

interface Letter {
  readonly to: string;
  readonly section: Section;
  readonly update: Uint8Array;
}

/** Drawn commands in stocks of a thousand histories each: drawing them is dearer than running them. */
const STOCK = 4000;
let stock: { readonly of: number; readonly drawn: readonly Drawn[] } | undefined;

function stockOf(seed: number): readonly Drawn[] {
  const of = Math.floor(seed / 1000);
  if (stock?.of !== of)
    stock = { of, drawn: fc.sample(fc.noBias(drawnCommand), { seed: of, numRuns: STOCK }) };
  return stock.drawn;
}

/**
 * One history from its seed: replicas with wrong clocks edit apart, letters get lost, doubled and
 * overtaken, the network parts for weeks, a crash tears a write, tabs double. Throws what broke.
 */
export class History {
  readonly told = nothingTold();
  readonly #random: Random;
  readonly #drawn: readonly Drawn[];
  readonly #trace: (text: string) => void;
  readonly #sites: Site[] = [];
  /** Which device wrote under a slot. */
  readonly #devices = new Map<string, string>();
  #letters: Letter[] = [];
  /** Updates that will come a second time at the end. */
  #past: (Letter & { readonly from: Site })[] = [];
  /** Devices with two tabs, or whose entries came back after a crash: their stacks are as of their opening. */
  readonly #irregular = new Set<string>();
  /** Torn commands of which nothing stood any more when they were to be taken back. */
  readonly #overwritten = new Set<string>();
  readonly #stored = new Stored();
  readonly #spread: number;
  #now = START;
  #slots = 0;
  #parted = false;

  constructor(seed: number, trace: (text: string) => void = () => undefined) {
    this.#random = randomOf(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
    this.#drawn = stockOf(seed);
    this.#trace = trace;
    this.#spread = 0.1 + 0.5 * this.#random.next();
  }

  run(): Told {
    const random = this.#random;
    this.#begin();
    const crashAt = COMMANDS * (0.2 + 0.6 * random.next());
    const partAt = COMMANDS * (0.1 + 0.3 * random.next());
    const healAt = partAt + 25 + random.below(30);
    const large = random.chance(0.12) ? COMMANDS * random.next() : Infinity;
    const until = COMMANDS + random.below(20);
    let [crashed, parted, healed, imported] = [false, false, false, false];
    while (this.told.commands < until || !crashed || !healed) {
      this.#now += random.below(30) * MINUTE;
      const n = this.told.commands;
      if (!parted && n >= partAt) {
        parted = true;
        this.#part();
      } else if (parted && !healed && n >= healAt) {
        healed = true;
        this.#heal();
      } else if (!crashed && n >= crashAt) {
        crashed = true;
        this.#crash();
      } else if (!imported && n >= large) {
        imported = true;
        this.#import(this.#site(), true);
      } else this.#step();
    }
    this.#heal();
    this.#end();
    return this.told;
  }

  /** One person alone at first, which must make no conflict; then the others get a copy. */
  #begin() {
    const random = this.#random;
    const first = this.#open('device0', emptyDisk());
    this.#told(first, 'organization.create', () =>
      first.replica.run(
        commandNamed('organization.create'),
        { name: 'Sim', provider: random.pick(['tencent', 'aws', 'other'] as const) },
        this.#clock(first)
      )
    );
    for (let i = 0; i < 10; i++) this.#command(first);
    this.#import(first, false);
    const id = 'tencent:100000000';
    const account = { provider: 'tencent', externalId: '100000000', name: 'first' };
    this.#planned(first, { name: 'account.add', args: () => account });
    const policy = { ids: [id], permissionIds: [1, 2] };
    this.#planned(first, { name: 'financialPolicy.update', args: () => policy });
    checks.must(
      first.replica.sections.get('org')?.placements.conflicts().length === 0,
      () => 'P6: one person alone made a conflict'
    );
    first.flush();
    const count = 3 + random.below(4);
    for (let i = 1; i < count; i++) this.#open(`device${i}`, copied(first.disk));
  }

  #open(device: string, disk: Disk): Site {
    const post: Post = (from, section, update) => this.#post(from, section, update);
    const skew = this.#random.chance(0.7) ? (this.#random.next() - 0.5) * 16 * YEAR : 0;
    const client = 1 + this.#random.below(2 ** 31);
    const site = new Site(device, `s${this.#slots++}`, disk, Math.round(skew), client, post);
    this.#sites.push(site);
    this.#devices.set(site.slot, device);
    return site;
  }

  readonly #clock = (site: Site) => this.#now + site.skew;

  #one<T>(of: readonly T[]): T | undefined {
    return of[this.#random.below(of.length)];
  }

  #site(): Site {
    return this.#one(this.#sites)!;
  }

  #post(from: Site, section: Section, update: Uint8Array) {
    checks.must(update.length <= UPDATE_BYTES, () => `an update of ${update.length} bytes`);
    if (this.#past.length < 12 || this.#random.chance(0.05))
      this.#past.push({ from, to: '', section, update });
    for (const to of this.#sites)
      if (to !== from && to.side === from.side && this.#random.chance(this.#spread))
        this.#letters.push({ to: to.slot, section, update });
  }

  #step() {
    const random = this.#random;
    const x = random.next();
    const site = this.#site();
    if (x < 0.66) this.#command(site);
    else if (x < 0.76) this.#takeBack(site);
    else if (x < 0.79) this.#import(site, false);
    else if (x < 0.81) this.#many(site);
    else if (x < 0.83) this.#settle(site);
    else if (x < 0.91) this.#meet(site, this.#site());
    else if (x < 0.97) site.flush();
    else if (x < 0.98) this.#restart(site);
    else if (x < 0.985) this.#crash();
    else if (x < 0.99) this.#archive(site);
    else if (this.#sites.length < 8) this.#double(site);
    for (let n = random.below(5); n > 0; n--) this.#arrive();
  }

  /** Runs something on a site and holds it to the tree's law. */
  #told(site: Site, what: string, act: () => Result<string>): Result<string> {
    const result = act();
    this.#trace(
      `${site.slot} ${what}: ${result.ok ? result.value || 'nothing' : result.problems[0].code}`
    );
    if (!result.ok) this.told.refused++;
    if (!result.ok || result.value === '') return result;
    this.told.commands++;
    checks.expectForest(site.replica.state);
    return result;
  }

  #command(site: Site) {
    this.#planned(site, this.#one(this.#drawn)!);
  }

  /** Runs a command and compares what it planned with what the documents then say. */
  #planned(site: Site, { name, args: argsOf }: Drawn) {
    const before = site.replica.state;
    const args = argsOf(before);
    const now = this.#clock(site);
    const command = commandNamed(name);
    const orphans = checks.orphansOf(site);
    const plan: Result<Diff> = command.plan(before, args, { now });
    const done = this.#told(site, name, () => site.replica.run(command, args, now));
    checks.must(plan.ok === done.ok, () => `${name} answers one way and then the other`);
    if (plan.ok) checks.expectPlanned(before, plan.value, site.replica.state, orphans);
    if (done.ok && done.value !== '' && this.#random.chance(0.3)) checks.expectOracle(site);
  }

  #import(site: Site, large: boolean) {
    const sources = [drawnFile(this.#random, large)];
    const known = [...rows(tableOf(site.replica.state, Department))];
    const target = this.#random.chance(0.6) ? ROOT : (this.#one(known)?.id ?? ROOT);
    if (large) this.told.blocks++;
    this.#planned(site, { name: 'organization.import', args: () => ({ sources, target }) });
  }

  /** Everything there is at once, so that what lies in blocks is changed in blocks. */
  #many(site: Site) {
    const { state } = site.replica;
    if (tableOf(state, Account).size <= KEYS_AT_MOST || this.#random.chance(0.5)) return;
    const ids = [...rows(tableOf(state, Account))].map(({ id }) => id);
    const departmentId = this.#one([...rows(tableOf(state, Department))])?.id ?? ROOT;
    const [name, args] = this.#random.pick([
      ['account.move', { ids, departmentId }],
      ['account.tag', { ids, set: [['bulk', String(this.told.commands)]], remove: [] }],
      ['account.update', { ids, values: { owner: String(this.told.commands) } }],
      ['account.remove', { ids }]
    ] as const);
    this.told.blocks++;
    this.#planned(site, { name, args: () => args });
  }

  /** Undo, redo, or an entry of anybody taken back; in part now and then. */
  #takeBack(site: Site) {
    const { replica } = site;
    const { undo, redo } = replica.stacks();
    const ids = this.#random.pick([undo, undo, redo, replica.entryIds()] as const);
    const id = ids === undo || ids === redo ? ids.at(-1) : this.#one(ids);
    if (id === undefined) return;
    this.told.undoings++;
    const partial = this.#random.chance(0.5);
    this.#told(site, `takes back ${id}`, () => replica.undo(id, this.#clock(site), partial));
  }

  /** Old history leaves: seen from years ahead, all of it is old. */
  #archive(site: Site) {
    const left = this.#stored.archive(site, START + 30 * YEAR);
    this.told.archived += left;
    this.#trace(`${site.slot} archives ${left} entries`);
  }

  /** One of the open conflicts is settled in one of its ways. */
  #settle(site: Site) {
    const { replica } = site;
    const conflict = this.#one(checks.listedConflicts(replica));
    const way = conflict && this.#one(waysOf(replica.state, conflict));
    if (!conflict || !way) return;
    this.told.settled++;
    const settle = () => settleConflict(replica, conflict, way, this.#clock(site));
    const done = this.#told(site, `settles ${conflict.key} by ${way.way}`, settle);
    const left = checks.listedConflicts(replica).some(({ key }) => key === conflict.key);
    checks.must(!done.ok || !left, () => `${conflict.key} is settled and still listed`);
  }

  #arrive() {
    const { length } = this.#letters;
    if (length === 0) return;
    const at = this.#random.below(length);
    const letter = this.#letters[at];
    const last = this.#letters.pop();
    if (last && at < length - 1) this.#letters[at] = last;
    const to = this.#sites.find(({ slot }) => slot === letter?.to);
    // A letter to somebody who has left, or on a bad day, is lost; on another it comes twice.
    if (!letter || !to || this.#random.chance(0.1)) return;
    if (this.#random.chance(0.05)) this.#letters.push(letter);
    const doc = to.doc(letter.section);
    // No relay passes on what came without those it builds on: Yjs would take its deletions alone.
    if (judge(doc.store, letter.update).kind !== 'withheld')
      Y.applyUpdate(doc, letter.update, 'peer');
  }

  /** Two that reach each other compare what they have, and are alike when nothing is outstanding. */
  #meet(a: Site, b: Site) {
    if (a === b || a.side !== b.side) return;
    this.#trace(`${a.slot} meets ${b.slot}`);
    for (const [from, to] of [
      [a, b],
      [b, a]
    ] as const)
      for (const section of USED) {
        const target = to.doc(section);
        const vector = Y.encodeStateVector(target);
        Y.applyUpdate(target, Y.encodeStateAsUpdate(from.doc(section), vector), 'peer');
      }
    this.told.merges++;
    const open = ({ docs }: Site) =>
      [...docs.values()].some(({ store }) => store.pendingStructs ?? store.pendingDs);
    if (open(a) || open(b)) return;
    checks.expectForest(a.replica.state);
    checks.expectEqual([a, b], 'P2: met');
    checks.expectOracle(a);
  }

  /** Weeks in which the sides hear nothing of each other, whatever they do. */
  #part() {
    this.#trace('the network parts');
    this.told.partitions++;
    this.#sites.forEach((site, i) => (site.side = i % 2));
    this.#letters = this.#letters.filter(() => this.#random.chance(0.5));
    this.#parted = true;
    this.#now += 2 * WEEK;
  }

  /** The network heals and everybody meets everybody, in some order. */
  #heal() {
    this.#trace('the network heals');
    if (this.#parted) this.#now += 2 * WEEK + this.#random.below(4 * WEEK);
    this.#parted = false;
    for (const site of this.#sites) site.side = 0;
    const [first] = this.#sites;
    if (!first) return;
    const order = [...this.#sites].sort(() => this.#random.next() - 0.5);
    for (const site of order) this.#give(site, first);
    for (const site of order) this.#give(first, site);
    checks.expectEqual(this.#sites, 'P2: all met');
    checks.expectForest(first.replica.state);
    checks.expectOracle(first);
  }

  #give(from: Site, to: Site) {
    if (from === to) return;
    for (const section of USED) {
      const vector = Y.encodeStateVector(to.doc(section));
      Y.applyUpdate(to.doc(section), Y.encodeStateAsUpdate(from.doc(section), vector), 'peer');
    }
  }

  /** A command is cut off in the middle of being written; what is left is opened and mended. */
  #crash() {
    const random = this.#random;
    const at = random.below(this.#sites.length);
    const site = this.#sites[at];
    if (!site) return;
    site.flush();
    const before = this.told.commands;
    for (let i = 0; i < 12 && this.told.commands === before; i++)
      if (random.chance(0.3)) this.#import(site, false);
      else this.#command(site);
    this.told.crashes++;
    // What only the lost rows held is new to everybody, and no second delivery.
    this.#past = this.#past.filter(({ from }) => from !== site);
    this.#irregular.add(site.device);
    const written = [...site.disk.values()].reduce((n, log) => n + log.rows.length, 0);
    const left = site.crash((most) => random.below(most + 1));
    const kept = [...left.values()].reduce((n, log) => n + log.rows.length, 0);
    if (kept < written) this.told.torn++;
    this.#trace(`${site.slot} crashes: ${kept} of ${written} rows are left`);
    this.#reopen(at, site, left);
  }

  #restart(site: Site) {
    site.flush();
    this.#trace(`${site.slot} restarts`);
    const before = site.replica.state;
    const again = this.#reopen(
      this.#sites.indexOf(site),
      site,
      site.crash(() => 0),
      false
    );
    checks.expectEqualStates(again.replica.state, before, 'P4: restarted');
    this.#mend(again);
  }

  #reopen(at: number, old: Site, disk: Disk, mend = true): Site {
    const again = this.#open(old.device, disk);
    again.side = old.side;
    this.#sites.pop();
    this.#sites[at] = again;
    if (mend) this.#mend(again);
    return again;
  }

  /** What a page does at its opening with commands of this device that are not whole. */
  #mend(site: Site) {
    // A shared workspace waits for all that the others have: what is missing here may only be lost here.
    const others = this.#sites.filter((other) => other !== site && other.side === site.side);
    if (this.#sites.length > 1 && others.length === 0) return;
    for (const other of others) this.#give(other, site);
    for (const id of site.replica.unfinished((slot) => this.#isFormer(site.device, slot))) {
      const undo = () => site.replica.undo(id, this.#clock(site), true);
      const done = this.#told(site, `mends ${id}`, undo);
      // Others wrote over all of it since: nothing of it stands.
      if (!done.ok) this.#overwritten.add(id);
    }
  }

  /** A slot of that device which no open tab has. */
  #isFormer(device: string, slot: string): boolean {
    return this.#devices.get(slot) === device && this.#sites.every((open) => open.slot !== slot);
  }

  /** The same device opens a second tab from the same disk, and both go on writing. */
  #double(site: Site) {
    this.#trace(`${site.slot} is doubled`);
    this.told.tabs++;
    this.#irregular.add(site.device);
    site.flush();
    const twin = this.#open(site.device, copied(site.disk));
    twin.side = site.side;
    this.#mend(twin);
  }

  #end() {
    const random = this.#random;
    const [first] = this.#sites;
    const some = this.#site();
    if (!first) return;
    this.told.replicas = this.#sites.length;
    // What a crash tore and a colleague brought back in part is mended at the next opening.
    this.#heal();
    const written = this.told.commands;
    for (const site of this.#sites) this.#mend(site);
    if (this.told.commands > written) this.#heal();
    this.told.conflicts += first.replica.sections.get('org')?.placements.conflicts().length ?? 0;
    checks.expectHomes(first.replica.state);
    checks.expectFindings(some.replica.state);
    this.#stored.read(first);
    checks.expectNothingLost(first);
    checks.expectWhole(first, this.#overwritten);
    checks.expectReread(some, random.chance(0.5), !this.#irregular.has(some.device));
    checks.expectIdempotent(some, this.#past);
    checks.expectSentences(first);
    for (const { replica } of this.#sites) replica.close();
  }
}
