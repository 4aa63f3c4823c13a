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
    selected: new Set(ids.slice(0, SELECTION_IN_ADDRESS))
  };
}

/** The parameters of what is shown, over others that are none of ours. */
export function writeAddress(
  params: URLSearchParams,
  { mode, colour, top, at, query, selected }: Shown
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
  put('sel', selected.size <= SELECTION_IN_ADDRESS ? [...selected].join(',') : '');
  return next;
}
