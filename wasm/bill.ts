// AssemblyScript: the rows of a bill that is CSV, added up where their bytes are. What comes out is
// what PlainSums in src/core/import/bills/plain-sums.ts makes of the same records; a property test
// compares them. Built by `npm run wasm`.
import { avalanche, bytesHash, doubled, mixed, sameBytes, zeros } from './bytes';
import { ENDS, ESCAPED, MOST_COLUMNS, RECORD, record, SLOTS, STARTS, text } from './csv-records';
import { Dictionary } from './dictionary';

export { ENDS, ESCAPED, record, RECORD, room, setSeparator, SLOTS, STARTS } from './csv-records';

/** Reads what is no plain decimal, into AMOUNT; one of the words below. */
declare function readAmount(start: u32, end: u32): u32;
/** Keeps a hash of a period; below what a hash must be to be of interest. */
declare function sketch(period: u32, hash: u32): f64;
/** The number of what the tags at an address say. */
declare function tagSet(address: usize, length: usize): u32;
/** Keeps whole units of a cost, beyond what a number counts. */
declare function spill(cost: u32, units: f64): void;

/** What `readAmount` says of a cell. */
const READ: u32 = 0;
const ROUNDED: u32 = 1;
const BLANK: u32 = 2;

/** What `rows` stopped at: nothing, a record that is not taken as it is, too many different ones. */
const DONE: u32 = 0;
const ODD: u32 = 1;
const FULL: u32 = 2;

/** Whole units and 1e-12 of them. */
export const AMOUNT: usize = memory.data(16, 16);
/** Why `rows` stopped, the line of the record read last and of the next, rows taken, amounts rounded. */
export const STATE: usize = memory.data(20, 16);
/** Slots of texts, slots of costs, and of the identity (a slot, and the text that it is or -1). */
export const TEXT_SLOTS: usize = memory.data(4 * 32, 16);
export const COST_SLOTS: usize = memory.data(4 * 32, 16);
export const IDENTITY: usize = memory.data(8 * 256, 16);

const FRACTIONS: f64 = 1e12;
/** Beyond this a limb is spilled, long before a number stops counting one by one. */
const FULL_LIMB: f64 = 4503599627370496;
const MOST_GROUPS: u32 = 8_000_000;
const MOST_BYTES: usize = 512 << 20;

let texts: u32 = 0;
let costs: u32 = 0;
let identities: u32 = 0;
/** Nothing but texts tells rows apart: then the rows of a group are one to a sketch. */
let isOfGroups: bool = true;
let slots: u32 = 0;
let width: u32 = 0;
let period: u32 = 0;
let byDay: bool = false;
/** Which text says tags, or -1; by the number of each, what it says; how many numbers are known. */
let tagText: i32 = -1;
let tagSets: usize = 0;
let tagRoom: u32 = 0;
let tagCount: u32 = 0;
/** As MOST_TAG_BYTES in src/core/import/bills/row-sums.ts. */
const MOST_TAG_BYTES: usize = 32 << 20;

/** By text. */
const dictionaries: usize = memory.data(4 * 32, 16);
/**
 * Rows that are read and wait to be added, so that the memory of many groups is fetched at once:
 * each the hash of its tuple, its line, its tuple (which costs it has, then the numbers of its
 * texts), and its costs as units and fractions.
 */
const WAITING: u32 = 64;
let waiting: u32 = 0;
let rowsAt: usize = 0;
/** The row that is being read. */
let row: usize = 0;
let tuple: usize = 0;
let amounts: usize = 0;
const TENS: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12
]);

/**
 * A group: rows, first line, tuple, and from `costAt` on its costs. Groups stand in blocks that
 * never move.
 */
const BLOCK: u32 = 1 << 14;
let stride: usize = 0;
let costAt: usize = 0;
let blocks: usize = 0;
let groups: u32 = 0;
let groupSlots: usize = 0;
let groupMask: u32 = 1023;

/** By period: what a hash must be below. */
let limits: usize = 0;
let limitRoom: u32 = 0;

/** A cell without its doubled quotes. */
let plainCell: usize = 0;
let plainRoom: usize = 0;

function dictionary(text: u32): Dictionary {
  return changetype<Dictionary>(load<usize>(dictionaries + ((<usize>text) << 2)));
}

/** Begins a table, whose slots of texts, costs and identity were written before. */
export function table(
  textCount: u32,
  costCount: u32,
  identityCount: u32,
  slotCount: u32,
  columnCount: u32,
  periodText: u32,
  isByDay: bool,
  tagTextOrNone: i32
): void {
  texts = textCount;
  costs = costCount;
  identities = identityCount;
  slots = slotCount;
  width = columnCount;
  period = periodText;
  byDay = isByDay;
  tagText = tagTextOrNone;
  for (let i: u32 = 0; i < identities; i++) {
    const own = IDENTITY + ((<usize>i) << 3);
    if (load<i32>(own) >= 0 && load<i32>(own, 4) < 0) isOfGroups = false;
  }
  for (let i: u32 = 0; i < texts; i++)
    store<usize>(dictionaries + ((<usize>i) << 2), changetype<usize>(new Dictionary()));
  costAt = (8 + tupleSize() + 7) & ~7;
  stride = costAt + 16 * <usize>costs;
  rowsAt = zeros(<usize>WAITING * stride);
  nextRow();
  blocks = zeros(4 * (MOST_GROUPS / BLOCK + 2));
  groupSlots = zeros(1024 * 8);
}

function tupleSize(): usize {
  return (<usize>(texts + 1)) << 2;
}

function nextRow(): void {
  row = rowsAt + <usize>waiting * stride;
  tuple = row + 8;
  amounts = row + costAt;
}

/** Takes records for as long as they are complete and plain; the place behind the last one read. */
export function rows(start: u32, end: u32, isFinal: bool): u32 {
  let at = start;
  let why = DONE;
  while (at < end) {
    const next = record(at, end, isFinal);
    if (next < 0) break;
    at = next;
    const line = load<u32>(STATE, 8);
    store<u32>(STATE, line, 4);
    store<u32>(STATE, line + load<u32>(RECORD, 4) + 1, 8);
    if (isEmpty()) continue;
    why = take(line);
    if (why != DONE) break;
  }
  addWaiting();
  store<u32>(STATE, why);
  return at;
}

/** A short record says nothing in the columns it does not reach. */
function blankFrom(count: u32): void {
  for (let column = count; column < min(width, MOST_COLUMNS); column++) {
    const slot = load<i16>(SLOTS + ((<usize>column) << 1));
    if (slot < 0) continue;
    store<u32>(STARTS + ((<usize>slot) << 2), 0);
    store<u32>(ENDS + ((<usize>slot) << 2), 0);
  }
}

function isEmpty(): bool {
  const count = load<u32>(RECORD);
  if (count < width) blankFrom(count);
  if (load<u32>(RECORD, 8) != 0) return true;
  for (let slot: usize = 0; slot < <usize>slots; slot++)
    if (load<i32>(ENDS + (slot << 2)) > load<i32>(STARTS + (slot << 2))) return false;
  return true;
}

function take(line: u32): u32 {
  if (load<u32>(RECORD, 12) != 0 || load<u32>(RECORD) > width) return ODD;
  if (!readCosts()) return ODD;
  for (let i: u32 = 0; i < texts; i++)
    store<i32>(tuple + 4 + ((<usize>i) << 2), intern(i, load<i32>(TEXT_SLOTS + ((<usize>i) << 2))));
  if (!isOfGroups) keepIdentity(tuple);
  store<u32>(row, tupleHash());
  store<u32>(row, line, 4);
  waiting++;
  if (waiting == WAITING) addWaiting();
  nextRow();
  return isFull || groups > MOST_GROUPS ? FULL : DONE;
}

/** What was fetched, so that fetching is not left out. */
let fetched: u32 = 0;

function addWaiting(): void {
  for (let i: u32 = 0; i < waiting; i++)
    fetched += load<u32>(slotOf(load<u32>(rowsAt + <usize>i * stride)), 4);
  for (let i: u32 = 0; i < waiting; i++) {
    const known = load<u32>(slotOf(load<u32>(rowsAt + <usize>i * stride)), 4);
    if (known == 0) continue;
    const at = group(known - 1);
    fetched += load<u32>(at) + load<u32>(at + stride - 4);
  }
  for (let i: u32 = 0; i < waiting; i++) addRow(rowsAt + <usize>i * stride);
  store<u32>(STATE, load<u32>(STATE, 12) + waiting, 12);
  waiting = 0;
  nextRow();
}

function slotOf(hash: u32): usize {
  return groupSlots + ((<usize>(hash & groupMask)) << 3);
}

function addRow(row: usize): void {
  const group = find(row);
  const count = load<u32>(group);
  store<u32>(group, count + 1);
  if (count == 0) store<u32>(group, load<u32>(row, 4), 4);
  for (let i: u32 = 0; i < costs; i++) {
    const at = costAt + ((<usize>i) << 4);
    addCost(group + at, row + at);
  }
}

/** Whether texts take more memory than any bill's would. */
let isFull: bool = false;

/** Reads all amounts of a row first, so that one that is not taken leaves nothing behind. */
function readCosts(): bool {
  let present: u32 = 0;
  let rounded: u32 = 0;
  for (let i: u32 = 0; i < costs; i++) {
    const amount = amounts + ((<usize>i) << 4);
    store<f64>(amount, 0);
    store<f64>(amount, 0, 8);
    const slot = load<i32>(COST_SLOTS + ((<usize>i) << 2));
    if (slot < 0) continue;
    const start = load<u32>(STARTS + ((<usize>slot) << 2));
    const end = load<u32>(ENDS + ((<usize>slot) << 2));
    if (start == end) continue;
    if (!plainAmount(amount, text + start, text + end)) {
      const read = readAmount(start, end);
      if (read == BLANK) continue;
      if (read > BLANK) return false;
      if (read == ROUNDED) rounded++;
      store<f64>(amount, load<f64>(AMOUNT));
      store<f64>(amount, load<f64>(AMOUNT, 8), 8);
    }
    present |= 1 << i;
  }
  store<u32>(tuple, present);
  store<u32>(STATE, load<u32>(STATE, 16) + rounded, 16);
  return true;
}

/** Digits and decimals that need no rounding, as nearly every amount is; false when they are others. */
function plainAmount(amount: usize, start: usize, end: usize): bool {
  const isNegative = load<u8>(start) == 45;
  let at = start + <usize>isNegative;
  const first = at;
  let units: u64 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) break;
    units = units * 10 + digit;
  }
  const whole = at - first;
  let decimals: usize = 0;
  let fraction: u64 = 0;
  if (at < end) {
    if (load<u8>(at) != 46) return false;
    const point = ++at;
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - 48;
      if (digit > 9) return false;
      fraction = fraction * 10 + digit;
    }
    decimals = at - point;
  }
  if (whole > 15 || decimals > 12 || whole + decimals == 0) return false;
  const rest = <f64>fraction * load<f64>(TENS + ((12 - decimals) << 3));
  store<f64>(amount, isNegative ? -(<f64>units) : <f64>units);
  store<f64>(amount, isNegative ? -rest : rest, 8);
  return true;
}

function intern(i: u32, slot: i32): i32 {
  if (slot < 0) return -1;
  const known = dictionary(i);
  let from = text + load<u32>(STARTS + ((<usize>slot) << 2));
  let to = text + load<u32>(ENDS + ((<usize>slot) << 2));
  if (load<u8>(ESCAPED + <usize>slot) != 0) {
    to = unescaped(from, to);
    from = plainCell;
  } else if (byDay && i == period) to = dayEnd(from, to);
  const id = known.intern(from, to);
  if (<i32>i == tagText) return tagSetOf(known, id, from, to);
  if (known.kept > MOST_BYTES) isFull = true;
  return id;
}

/** What a text says under the chosen keys; when there are too many texts, they are known anew. */
function tagSetOf(known: Dictionary, id: u32, from: usize, to: usize): i32 {
  if (id == tagCount) {
    if (tagCount == tagRoom) {
      tagSets = tagRoom == 0 ? zeros(256 * 4) : doubled(tagSets, <usize>tagRoom * 4);
      tagRoom = tagRoom == 0 ? 256 : tagRoom * 2;
    }
    store<u32>(tagSets + ((<usize>id) << 2), tagSet(from, to - from));
    tagCount++;
  }
  const own = load<u32>(tagSets + ((<usize>id) << 2));
  if (known.kept > MOST_TAG_BYTES) {
    known.clear();
    tagCount = 0;
  }
  return own;
}

/** Puts a cell into `plainCell`, each `""` as one quote, and tells where it ends. */
function unescaped(from: usize, to: usize): usize {
  if (to - from + 16 > plainRoom) {
    if (plainCell != 0) heap.free(plainCell);
    plainRoom = (to - from) * 2 + 16;
    plainCell = heap.alloc(plainRoom);
  }
  let end = plainCell;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    store<u8>(end++, byte);
    // Within a quoted cell a quote never stands alone.
    if (byte == 0x22) at++;
  }
  return end;
}

/** Where the time begins in `2023-07-07 16:14:18` or `2023-07-07T16:14:18Z`. */
function dayEnd(start: usize, end: usize): usize {
  for (let at = start + 6; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == 0x20 || byte == 0x54) return at;
  }
  return end;
}

/** A hash of what tells a row from others, kept where it is among the smallest of its period. */
function keepIdentity(tuple: usize): void {
  let hash: u32 = 0;
  for (let i: u32 = 0; i < identities; i++) {
    const own = IDENTITY + ((<usize>i) << 3);
    hash = mixed(hash, cellHash(tuple, load<i32>(own), load<i32>(own, 4)));
  }
  hash = avalanche(hash);
  const own = load<u32>(tuple + 4 + ((<usize>period) << 2));
  while (own >= limitRoom) addLimits();
  const limit = limits + ((<usize>own) << 3);
  // What is told may make the memory another, but not these places in it.
  if (<f64>hash < load<f64>(limit)) store<f64>(limit, sketch(own, hash));
}

/** Of a cell: those that are a whole text were hashed when they were numbered. */
function cellHash(tuple: usize, slot: i32, own: i32): u32 {
  if (own >= 0) return dictionary(own).hashOf(load<u32>(tuple + 4 + ((<usize>own) << 2)));
  if (slot < 0) return bytesHash(text, text);
  const start = load<u32>(STARTS + ((<usize>slot) << 2));
  return bytesHash(text + start, text + load<u32>(ENDS + ((<usize>slot) << 2)));
}

function addLimits(): void {
  const before = limitRoom;
  limitRoom = before == 0 ? 64 : before * 2;
  limits = before == 0 ? zeros(64 * 8) : doubled(limits, <usize>before * 8);
  for (let i = before; i < limitRoom; i++) store<f64>(limits + ((<usize>i) << 3), Infinity);
}

/** The address of a group. */
export function group(id: u32): usize {
  return load<usize>(blocks + ((<usize>(id / BLOCK)) << 2)) + <usize>(id % BLOCK) * stride;
}

export function groupCount(): u32 {
  return groups;
}

/** Where in a group its costs begin. */
export function groupCosts(): usize {
  return costAt;
}

function tupleHash(): u32 {
  let hash: u32 = 0;
  for (let at: usize = 0; at <= <usize>texts; at++) {
    hash = (hash ^ load<u32>(tuple + (at << 2))) * 0x9e3779b1;
    hash ^= hash >>> 15;
  }
  return hash;
}

/** The group of a row. */
function find(row: usize): usize {
  const hash = load<u32>(row);
  let slot = hash & groupMask;
  while (true) {
    const place = groupSlots + ((<usize>slot) << 3);
    const known = load<u32>(place, 4);
    if (known == 0) return addGroup(place, row);
    if (load<u32>(place) == hash) {
      const found = group(known - 1);
      if (sameBytes(found + 8, row + 8, tupleSize())) return found;
    }
    slot = (slot + 1) & groupMask;
  }
}

function addGroup(place: usize, row: usize): usize {
  const id = groups++;
  if (id % BLOCK == 0)
    store<usize>(blocks + ((<usize>(id / BLOCK)) << 2), zeros(<usize>BLOCK * stride));
  const added = group(id);
  memory.copy(added + 8, row + 8, tupleSize());
  if (isOfGroups) keepIdentity(added + 8);
  store<u32>(place, load<u32>(row));
  store<u32>(place, id + 1, 4);
  // Three quarters full, so that less memory is gone through.
  if (groups * 4 > groupMask * 3) growSlots();
  return added;
}

function growSlots(): void {
  const size = <usize>(groupMask + 1);
  const before = groupSlots;
  groupSlots = zeros(size * 2 * 8);
  groupMask = <u32>(size * 2 - 1);
  for (let at = before, end = before + size * 8; at < end; at += 8) {
    if (load<u32>(at, 4) == 0) continue;
    let place = slotOf(load<u32>(at));
    while (load<u32>(place, 4) != 0) place = slotOf(<u32>((place - groupSlots) >> 3) + 1);
    store<u64>(place, load<u64>(at));
  }
  heap.free(before);
}

/** As AmountSums in src/core/finance/amount-sums.ts adds. */
function addCost(sum: usize, amount: usize): void {
  let whole = load<f64>(sum) + load<f64>(amount);
  let rest = load<f64>(sum, 8) + load<f64>(amount, 8);
  if (rest >= FRACTIONS) {
    rest -= FRACTIONS;
    whole++;
  } else if (rest <= -FRACTIONS) {
    rest += FRACTIONS;
    whole--;
  }
  if (whole > FULL_LIMB || whole < -FULL_LIMB) {
    spill(<u32>sum, whole);
    whole = 0;
  }
  store<f64>(sum, whole);
  store<f64>(sum, rest, 8);
}

export function textCount(i: u32): u32 {
  return dictionary(i).size;
}

export function textAt(i: u32, id: u32): usize {
  return dictionary(i).at(id);
}

export function textLength(i: u32, id: u32): u32 {
  return dictionary(i).lengthOf(id);
}
