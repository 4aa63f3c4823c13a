import type { IconName } from '#ui/kit/icons.ts';

/** The pages of a workspace: the icon of each, and its key after G. */
export const PLACES = {
  overview: { icon: 'layout-dashboard', key: 'V' },
  organization: { icon: 'network', key: 'O' },
  accounts: { icon: 'server', key: 'A' },
  finance: { icon: 'wallet', key: 'F' },
  tags: { icon: 'tag', key: 'T' },
  import: { icon: 'upload', key: 'I' },
  audit: { icon: 'history', key: 'H' },
  settings: { icon: 'settings', key: 'S' }
} as const satisfies Readonly<Record<string, { icon: IconName; key: string }>>;

export type PlaceName = keyof typeof PLACES;

/** A page, and where it is. */
export interface Place {
  readonly name: PlaceName;
  readonly href: string;
}

export const PLACE_NAMES = Object.keys(PLACES) as readonly PlaceName[];

/** A second key later than this is one by itself (ms). */
const PAUSE = 1200;

/** Hears keys one by one, and goes where G and another lead; tells whether a key was its. */
export function goKeys(go: (name: PlaceName) => void) {
  let until = 0;
  return (pressed: string): boolean => {
    const key = pressed.toUpperCase();
    const place = PLACE_NAMES.find((name) => performance.now() < until && PLACES[name].key === key);
    until = key === 'G' ? performance.now() + PAUSE : 0;
    if (place) go(place);
    return key === 'G' || place !== undefined;
  };
}
