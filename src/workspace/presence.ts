import type { RelayConnection } from '#crdt/remote/relay-connection.ts';

/** The shapes an organization is shown in; an app that does not know one shows the outline. */
export const VIEW_MODES = ['outline', 'chart', 'icicle', 'treemap'] as const;
export type ViewMode = (typeof VIEW_MODES)[number];

export const viewModeOf = (raw: unknown): ViewMode =>
  VIEW_MODES.find((mode) => mode === raw) ?? 'outline';

/** What a person looks at, as the others see it. */
export interface Look {
  readonly at?: string;
  readonly selected: readonly string[];
  readonly mode: ViewMode;
}

/** Somebody else who has the workspace open now. Name and label are data: one claimed, one given. */
export interface Person extends Look {
  /** Of this connection; another tab of the same person is another. */
  readonly id: number;
  readonly name: string;
  /** What the owner called their access. */
  readonly label: string;
  /** 1 to 6, the same for a person wherever they are seen. */
  readonly colour: number;
}

type Awareness = RelayConnection['awareness'];

/** A peer's state is a claim of anybody: it is read like a file, and cut to size. */
const text = (raw: unknown, most: number): string =>
  typeof raw === 'string' ? raw.slice(0, most).toWellFormed() : '';

export const SELECTED_AT_MOST = 50;

function personOf(id: number, state: Readonly<Record<string, unknown>>): Person {
  const grant = (state['grant'] ?? {}) as Readonly<Record<string, unknown>>;
  const at = text(state['at'], 200);
  const selected = Array.isArray(state['selected']) ? state['selected'] : [];
  const label = text(grant['label'], 64);
  return {
    id,
    name: text(state['name'], 64),
    label,
    colour: colourOf(text(grant['id'], 64)),
    ...(at !== '' && { at }),
    selected: selected.slice(0, SELECTED_AT_MOST).map((one) => text(one, 200)),
    mode: viewModeOf(state['mode'])
  };
}

function colourOf(grant: string): number {
  let hash = 0;
  for (let i = 0; i < grant.length; i++) hash = (hash * 31 + grant.charCodeAt(i)) >>> 0;
  return (hash % 6) + 1;
}

export function peopleIn(awareness: Awareness): Person[] {
  return [...awareness.getStates()]
    .filter(([id]) => id !== awareness.clientID)
    .map(([id, state]) => personOf(id, state))
    .sort((a, b) => a.id - b.id);
}
