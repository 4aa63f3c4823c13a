import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { importProblem } from './problem.ts';

/**
 * JSON as files hold it. Objects are maps, since keys are outside data; a number that is no plain
 * safe integer stays as it was written, since rounding it would change an id.
 */
export type Json = null | boolean | string | number | WrittenNumber | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;
export interface WrittenNumber {
  readonly written: string;
}

export const isObject = (json: Json | undefined): json is JsonObject => json instanceof Map;
export const isList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);

/** Deeper than any cloud's answer, shallow enough for every stack. */
const DEPTH = 100;

interface Scanner {
  readonly text: string;
  at: number;
  problem: Problem | undefined;
}

const BROKEN = Symbol('broken');
type Scanned<T> = T | typeof BROKEN;

/** Every document of a text: one, several behind each other, or one a line. */
export function readDocuments(text: string): Result<readonly Json[]> {
  const scanner: Scanner = { text, at: 0, problem: undefined };
  const documents: Json[] = [];
  while (!atEnd(scanner)) {
    const document = readValue(scanner, 0);
    if (document === BROKEN)
      return refused(scanner.problem ?? problemAt(scanner, 'import.jsonBroken'));
    documents.push(document);
  }
  return ok(documents);
}

function atEnd(scanner: Scanner): boolean {
  skipBlanks(scanner);
  return scanner.at >= scanner.text.length;
}

function readValue(scanner: Scanner, depth: number): Scanned<Json> {
  skipBlanks(scanner);
  switch (scanner.text[scanner.at]) {
    case '{':
      return depth < DEPTH ? readObject(scanner, depth + 1) : fail(scanner, 'import.jsonTooDeep');
    case '[':
      return depth < DEPTH ? readList(scanner, depth + 1) : fail(scanner, 'import.jsonTooDeep');
    case '"':
      return readString(scanner);
    case 't':
      return readWord(scanner, 'true', true);
    case 'f':
      return readWord(scanner, 'false', false);
    case 'n':
      return readWord(scanner, 'null', null);
    default:
      return readNumber(scanner);
  }
}

function readObject(scanner: Scanner, depth: number): Scanned<JsonObject> {
  const fields = new Map<string, Json>();
  scanner.at++;
  if (take(scanner, '}')) return fields;
  do {
    skipBlanks(scanner);
    const key = readString(scanner);
    if (key === BROKEN || !take(scanner, ':')) return fail(scanner, 'import.jsonBroken');
    const value = readValue(scanner, depth);
    if (value === BROKEN) return BROKEN;
    fields.set(key, value);
  } while (take(scanner, ','));
  return take(scanner, '}') ? fields : fail(scanner, 'import.jsonBroken');
}

function readList(scanner: Scanner, depth: number): Scanned<Json[]> {
  const items: Json[] = [];
  scanner.at++;
  if (take(scanner, ']')) return items;
  do {
    const item = readValue(scanner, depth);
    if (item === BROKEN) return BROKEN;
    items.push(item);
  } while (take(scanner, ','));
  return take(scanner, ']') ? items : fail(scanner, 'import.jsonBroken');
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function readString(scanner: Scanner): Scanned<string> {
  const { text } = scanner;
  const start = scanner.at;
  if (text.charCodeAt(start) !== QUOTE) return fail(scanner, 'import.jsonBroken');
  let escaped = false;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      scanner.at = at + 1;
      if (!escaped) return text.slice(start + 1, at);
      return unescape(text.slice(start, at + 1)) ?? fail(scanner, 'import.jsonBroken');
    }
    if (code < 0x20) {
      scanner.at = at;
      return fail(scanner, 'import.jsonBroken');
    }
    if (code === BACKSLASH) {
      escaped = true;
      at++;
    }
  }
  return fail(scanner, 'import.jsonBroken');
}

/** A lone surrogate is replaced: no text of ours holds one. */
function unescape(quoted: string): string | undefined {
  try {
    const text: unknown = JSON.parse(quoted);
    return typeof text === 'string' ? text.toWellFormed() : undefined;
  } catch {
    return undefined;
  }
}

function readNumber(scanner: Scanner): Scanned<Json> {
  const pattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
  pattern.lastIndex = scanner.at;
  const [written, fraction, exponent] = pattern.exec(scanner.text) ?? [];
  if (written === undefined) return fail(scanner, 'import.jsonBroken');
  scanner.at += written.length;
  const number = Number(written);
  const plain = fraction === undefined && exponent === undefined && Number.isSafeInteger(number);
  return plain ? number : { written };
}

function readWord<T>(scanner: Scanner, word: string, value: T): Scanned<T> {
  if (!scanner.text.startsWith(word, scanner.at)) return fail(scanner, 'import.jsonBroken');
  scanner.at += word.length;
  return value;
}

function take(scanner: Scanner, char: string): boolean {
  skipBlanks(scanner);
  if (scanner.text[scanner.at] !== char) return false;
  scanner.at++;
  return true;
}

function skipBlanks(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    const code = text.charCodeAt(scanner.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0xfeff) return;
    scanner.at++;
  }
}

type Failure = 'import.jsonBroken' | 'import.jsonTooDeep';

function fail(scanner: Scanner, code: Failure): typeof BROKEN {
  scanner.problem ??= problemAt(scanner, code);
  return BROKEN;
}

function problemAt({ text, at }: Scanner, code: Failure): Problem {
  const before = text.slice(0, at);
  const lines = before.split('\n');
  return importProblem(code, {
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    max: DEPTH
  });
}
