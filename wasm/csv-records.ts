// One record of a CSV at a call, sixteen bytes at a step. What it answers is what PlainRecords in
// src/core/import/bills/plain-records.ts answers; a property test compares them.

const QUOTE: u8 = 0x22;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const SPACE: u8 = 0x20;
const TAB: u8 = 0x09;

export const MOST_COLUMNS: u32 = 4096;
/** Of the record read last: cells, line ends within quotes, whether it is blank and broken. */
export const RECORD: usize = memory.data(16, 16);
/** The slot of each column, or -1; where the cells of slots begin and end in the text. */
export const SLOTS: usize = memory.data(2 * 4096, 16);
export const STARTS: usize = memory.data(4 * 4096, 16);
export const ENDS: usize = memory.data(4 * 4096, 16);
/** Whether `""` stands in the cell of a slot for `"`. */
export const ESCAPED: usize = memory.data(4096, 16);

/** What is read looks so far beyond the end, and at nothing there. */
export const BEYOND: usize = 16;

/** Where the bytes stand. */
export let text: usize = 0;
let textRoom: usize = 0;

let separator: u8 = 0x2c;
let separators: v128 = i8x16.splat(0x2c);
/** Of a quoted cell that was read last. */
let lines: i32 = 0;
let isDoubled: bool = false;

export function setSeparator(byte: u8): void {
  separator = byte;
  separators = i8x16.splat(byte);
}

/** The address of room for so many bytes; what stands in it is kept. */
export function room(size: usize): usize {
  if (size > textRoom) {
    const more = heap.alloc(size + BEYOND);
    memory.copy(more, text, textRoom);
    if (text != 0) heap.free(text);
    text = more;
    textRoom = size;
  }
  return text;
}

/** The place of the next separator or line end. */
function plain(from: usize, end: usize): usize {
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    const ends = v128.or(i8x16.eq(bytes, i8x16.splat(LF)), i8x16.eq(bytes, i8x16.splat(CR)));
    const hits = i8x16.bitmask(v128.or(i8x16.eq(bytes, separators), ends));
    if (hits != 0) {
      at += ctz(hits);
      break;
    }
    at += 16;
  }
  return min(at, end);
}

/** The place of the quote that closes a cell, or the end; 0 when what follows it is not yet there. */
function quoted(from: usize, end: usize, isFinal: bool): usize {
  let at = from;
  isDoubled = false;
  while (at < end) {
    const bytes = v128.load(at);
    const quotes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(QUOTE)));
    let ends = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(LF)));
    const step: usize = quotes != 0 ? <usize>ctz(quotes) : 16;
    const inside = min<usize>(step, end - at);
    ends &= (1 << (<i32>inside)) - 1;
    lines += popcnt(ends);
    at += step;
    if (quotes == 0) continue;
    if (at >= end) break;
    if (at + 1 == end) return isFinal ? at : 0;
    if (load<u8>(at + 1) != QUOTE) return at;
    isDoubled = true;
    at += 2;
  }
  return end;
}

function isBlank(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (byte != SPACE && byte != TAB) return false;
  }
  return true;
}

/** The place behind the record at `start`, or -1 when it may go on in bytes to come. */
export function record(start: u32, end: u32, isFinal: bool): i32 {
  const first = text + start;
  const last = text + end;
  let at = first;
  let column: u32 = 0;
  let isBroken: bool = false;
  lines = 0;
  for (; ; column++) {
    let from = at;
    let to: usize;
    let escaped: bool = false;
    if (at < last && load<u8>(at) == QUOTE) {
      from = at + 1;
      to = quoted(from, last, isFinal);
      if (to == 0 || to >= last) return -1;
      escaped = isDoubled;
      at = plain(to + 1, last);
      if (at > to + 1 && !isBlank(to + 1, at)) isBroken = true;
    } else {
      at = plain(at, last);
      to = at;
    }
    if (at >= last && !isFinal) return -1;
    if (column < MOST_COLUMNS) {
      const slot = load<i16>(SLOTS + (column << 1));
      if (slot >= 0) {
        store<i32>(STARTS + ((<usize>slot) << 2), <i32>(from - text));
        store<i32>(ENDS + ((<usize>slot) << 2), <i32>(to - text));
        store<u8>(ESCAPED + <usize>slot, <u8>escaped);
      }
    }
    if (at >= last || load<u8>(at) != separator) break;
    at++;
  }
  const isEmpty = column == 0 && at == first;
  if (at < last && load<u8>(at) == CR) {
    if (at + 1 >= last && !isFinal) return -1;
    if (at + 1 < last && load<u8>(at + 1) == LF) at++;
  }
  store<i32>(RECORD, column + 1);
  store<i32>(RECORD + 4, lines);
  store<i32>(RECORD + 8, <i32>isEmpty);
  store<i32>(RECORD + 12, <i32>isBroken);
  return <i32>(min(last, at + 1) - text);
}
