import type { Arrangement } from '#core/account/arranged.ts';
import type { TagFilter } from '#core/account/by-tag.ts';
import { viewModeOf, type ViewMode } from '#workspace/presence.ts';

/** Where a view keeps what belongs in a link: the page's own address, or a stand-in. */
export interface Address {
  read(): URLSearchParams;
  /** `push` makes a step that Back returns from. */
  write(params: URLSearchParams, how: 'push' | 'replace'): void;
}

/** A longer selection stays in memory: a link is for pasting. */
const SELECTION_IN_ADDRESS = 50;

export interface Shown {
  readonly mode: ViewMode;
  /** What icicle and treemap are coloured by, and the department they look into. */
  readonly colour: string;
  readonly top: string | undefined;
  readonly at: string | undefined;
  readonly query: string;
  /** Only the accounts with a tag, or without its key. */
  readonly tagged: TagFilter | undefined;
  /** By what the accounts are arranged, when not by departments. */
  readonly arranged: Arrangement | undefined;
  readonly selected: ReadonlySet<string>;
}

export function readAddress(params: URLSearchParams): Shown {
  const ids = (params.get('sel') ?? '').split(',').filter((id) => id !== '');
  return {
    mode: viewModeOf(params.get('view')),
    colour: params.get('colour') ?? '',
    top: params.get('top') ?? undefined,
    at: params.get('at') ?? undefined,
    query: params.get('q') ?? '',
    tagged: readTagFilter(params),
    arranged: readArrangement(params),
    selected: new Set(ids.slice(0, SELECTION_IN_ADDRESS))
  };
}

function readTagFilter(params: URLSearchParams): TagFilter | undefined {
  const key = params.get('tag') ?? '';
  if (key === '') return undefined;
  const value = params.get('is');
  const within = params.get('in');
  return {
    key,
    ...(value !== null && { value }),
    ...(within !== null && { within, ...(params.has('direct') && { direct: true }) })
  };
}

function readArrangement(params: URLSearchParams): Arrangement | undefined {
  const key = params.get('by') ?? '';
  if (key === '') return undefined;
  const then = params.get('then') ?? '';
  if (then === 'department') return { key, then: { of: 'department' } };
  return then.startsWith('tag:') ? { key, then: { of: 'tag', key: then.slice(4) } } : { key };
}

function thenText(then: Arrangement['then']): string {
  if (!then) return '';
  return then.of === 'tag' ? `tag:${then.key}` : then.of;
}

/** The parameters that lead to accounts by a tag: `is` their value, without it those that lack the key. */
export const tagFilterParams = ({ key, value, within, direct }: TagFilter): [string, string][] => [
  ['tag', key],
  ...(value === undefined ? [] : [['is', value] as [string, string]]),
  ...(within === undefined ? [] : [['in', within] as [string, string]]),
  ...(direct ? [['direct', '1'] as [string, string]] : [])
];

/** The parameters of what is shown, over others that are none of ours. */
export function writeAddress(
  params: URLSearchParams,
  { mode, colour, top, at, query, tagged, arranged, selected }: Shown
): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (key: string, value: string) => {
    if (value === '') next.delete(key);
    else next.set(key, value);
  };
  put('view', mode === 'outline' ? '' : mode);
  put('colour', colour);
  put('top', top ?? '');
  put('at', at ?? '');
  put('q', query);
  for (const name of ['tag', 'is', 'in', 'direct']) next.delete(name);
  for (const [name, value] of tagged ? tagFilterParams(tagged) : []) next.set(name, value);
  put('by', arranged?.key ?? '');
  put('then', thenText(arranged?.then));
  put('sel', selected.size <= SELECTION_IN_ADDRESS ? [...selected].join(',') : '');
  return next;
}
