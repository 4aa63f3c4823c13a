/** A cost allocation tag of a charge: what the cloud has under a key. */
export type LineTag = readonly [key: string, value: string];

/** Tags as one text, the same for the same tags in any order; blank for none. Of a key the first counts. */
export function lineTags(tags: Iterable<LineTag>): string {
  const values = new Map<string, string>();
  for (const [key, value] of tags)
    if (key !== '' && value !== '' && !values.has(key)) values.set(key, value);
  if (values.size === 0) return '';
  return JSON.stringify([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const NONE: ReadonlyMap<string, string> = new Map();
const known = new Map<string, ReadonlyMap<string, string>>([['', NONE]]);
/** Enough for all tags of some bills; then it begins anew. */
const MOST_KNOWN = 50_000;

/** The tags that a text says. */
export function tagsIn(text: string): ReadonlyMap<string, string> {
  let tags = known.get(text);
  if (!tags) {
    tags = new Map(readLineTags(text));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, tags);
  }
  return tags;
}

/** Tags as `lineTags` writes them; undefined for any other text. */
export function readLineTags(text: string): readonly LineTag[] | undefined {
  if (text === '') return [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(json)) return undefined;
  const tags: LineTag[] = [];
  for (const each of json as unknown[]) {
    const [key, value, ...rest] = Array.isArray(each) ? (each as unknown[]) : [];
    if (typeof key !== 'string' || typeof value !== 'string' || rest.length > 0) return undefined;
    tags.push([key, value]);
  }
  return lineTags(tags) === text ? tags : undefined;
}
