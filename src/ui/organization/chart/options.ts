import type { MixBy } from '#core/account/mix.ts';
import type { Direction } from '#ui/charts/tree-layout.ts';

/** What a month cost, and how much more that is than the month before it. */
export type MoneyBy = 'cost' | 'change';
/** What colour tells on the chart: an amount, or a category. */
export type ColourBy = 'accounts' | 'findings' | MoneyBy | MixBy;
export type SizeBy = 'same' | 'accounts' | 'findings' | 'cost';

export const isMoney = (by: ColourBy | SizeBy): by is MoneyBy => by === 'cost' || by === 'change';

/** A look without money, for whoever has none to see. */
export const withoutMoney = (look: ChartLook): ChartLook => ({
  ...look,
  colour: isMoney(look.colour) ? FRESH_LOOK.colour : look.colour,
  size: isMoney(look.size) ? FRESH_LOOK.size : look.size
});

/** How the chart is shown. */
export interface ChartLook {
  readonly direction: Direction;
  /** Whether member accounts stand beneath open departments. */
  readonly accounts: boolean;
  readonly colour: ColourBy;
  readonly size: SizeBy;
}

export const FRESH_LOOK: ChartLook = {
  direction: 'right',
  accounts: false,
  colour: 'accounts',
  size: 'same'
};

const PLAIN = ['accounts', 'findings', 'status', 'cost', 'change'] as const;
const SIZES = ['same', 'accounts', 'findings', 'cost'] as const;

const readColour = (raw: unknown): ColourBy | undefined =>
  PLAIN.find((each) => each === raw) ??
  (typeof raw === 'string' && raw.startsWith('tag:') && raw.length > 4
    ? (raw as MixBy)
    : undefined);

const readSize = (raw: unknown): SizeBy | undefined => SIZES.find((each) => each === raw);

const readDirection = (raw: unknown): Direction | undefined =>
  raw === 'right' || raw === 'down' ? raw : undefined;

/** What an address says of the look; it says nothing of what it leaves out. */
export function readLook(params: URLSearchParams, otherwise: ChartLook): ChartLook {
  const accounts = params.get('accounts');
  return {
    direction: readDirection(params.get('dir')) ?? otherwise.direction,
    accounts: accounts === null ? otherwise.accounts : accounts === '1',
    colour: readColour(params.get('fill')) ?? otherwise.colour,
    size: readSize(params.get('size')) ?? otherwise.size
  };
}

/** The parameters of a look, over others that are none of ours. */
export function writeLook(params: URLSearchParams, look: ChartLook): URLSearchParams {
  const next = new URLSearchParams(params);
  next.set('dir', look.direction);
  next.set('accounts', look.accounts ? '1' : '0');
  next.set('fill', look.colour);
  next.set('size', look.size);
  return next;
}

const keyOf = (workspace: string) => `banyan.chart.${workspace}`;

/** How the chart of a workspace was left on this device. */
export function recallLook(workspace: string): ChartLook {
  let raw: unknown;
  try {
    raw = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? 'null');
  } catch {
    return FRESH_LOOK;
  }
  if (typeof raw !== 'object' || raw === null) return FRESH_LOOK;
  const { direction, accounts, colour, size } = raw as Partial<Record<string, unknown>>;
  return {
    direction: readDirection(direction) ?? FRESH_LOOK.direction,
    accounts: accounts === true,
    colour: readColour(colour) ?? FRESH_LOOK.colour,
    size: readSize(size) ?? FRESH_LOOK.size
  };
}

export function rememberLook(workspace: string, look: ChartLook) {
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(look));
  } catch {
    // A browser that keeps nothing shows the chart as it is first seen the next time.
  }
}
