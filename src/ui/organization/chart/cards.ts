import { mixesOf, valueBy, type Mix, type MixBy } from '#core/account/mix.ts';
import { Account, statusMessages } from '#core/account/model.ts';
import { totalOf } from '#core/account/totals.ts';
import type { Conflict } from '#core/audit/conflict.ts';
import type { Change } from '#core/finance/drivers.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { changeStep } from '#ui/charts/change-paint.ts';
import { ALIKE, type Card, type Part } from '#ui/charts/tree-drawing.ts';
import { stepOf } from '#ui/charts/tree-layout.ts';
import { t } from '#workspace/settings.svelte.ts';
import { HIDDEN } from '#workspace/blur.svelte.ts';
import type { ShownCosts } from '#workspace/month-costs.ts';
import { conflictsAt } from '../conflicted.ts';
import { chartMessages as m } from './messages.ts';
import { isMoney, type ColourBy, type SizeBy } from './options.ts';

export const BINS = [1, 5, 10, 20, 50, 100] as const;
export const FINDING_BINS = [1, 2, 5, 10, 20, 50] as const;

/** Heights of cards by their step, where size tells something. */
export const heightAt = (step: number): number => 32 + 6 * step;

/** What cards are made of. */
interface Matter {
  readonly state: State;
  readonly conflicts: readonly Conflict[];
  readonly findings: ReadonlyMap<string, number>;
  readonly colour: ColourBy;
  readonly size: SizeBy;
  /** Once they are read, where colour or size tells of money. */
  readonly costs: ShownCosts | undefined;
}

/** The step of a card by what it counts, where it tells of no money. */
export const countStep = (colour: ColourBy, accounts: number, found: number): number =>
  colour === 'findings' ? stepOf(found, FINDING_BINS) : stepOf(accounts, BINS);

/** From which share of the whole cost on a card has its colour or its size (per cent). */
export const COST_BINS = [0.5, 1, 2, 5, 10, 20] as const;

/** The step of a cost among all of the organization. */
export function costStep(costs: ShownCosts, state: State, cost: bigint): number {
  const whole = costs.costOf(state, ROOT);
  if (whole <= 0n) return 1;
  return stepOf(Number((cost * 100_000n) / whole) / 1000, COST_BINS);
}

export interface Category {
  readonly value: string;
  readonly label: string;
  readonly colour: number;
}

export interface Cards {
  readonly cardOf: (id: string) => Card;
  /** What the accounts a department shows itself consist of. */
  readonly partsOf: (id: string) => readonly Part[] | undefined;
  /** What colours stand for, where they stand for categories. */
  readonly categories: readonly Category[] | undefined;
}

/** More values than these share the colour of all others. */
const NAMED = 8;
export const OTHER = 10;

export const isMix = (colour: ColourBy): colour is MixBy =>
  colour !== 'accounts' && colour !== 'findings' && !isMoney(colour);

/** The cards of one state, each made when it is first in sight. */
export function cardsOf(matter: Matter): Cards {
  const { state, conflicts, findings, colour } = matter;
  const money = moneyWords(matter, (costs, id) => costs.changeOf(state, id));
  const known = new Map<string, Card>();
  const mixed = isMix(colour) ? mixedOf(state, colour) : undefined;

  function cardOf(id: string): Card {
    const before = known.get(id);
    if (before) return before;
    const account = rowOf(state, Account, id);
    const card = account ? accountCard(account) : departmentCard(id);
    known.set(id, card);
    return card;
  }

  function departmentCard(id: string): Card {
    const { accounts } = totalOf(state, id);
    const row = id === ROOT ? rowOf(state, Organization, ROOT) : rowOf(state, Department, id);
    const found = findings.get(id) ?? 0;
    const counted = t(m.accounts, { n: accounts });
    return {
      name: row?.name ?? id,
      line: money
        ? money.line(id, counted)
        : colour === 'findings'
          ? `${counted} · ${t(m.findings, { n: found })}`
          : counted,
      full: money?.full(id, counted),
      step: mixed ? 0 : (money?.step(id) ?? countStep(colour, accounts, found)),
      parts: mixed?.all(id),
      warning: warningAt(id)
    };
  }

  function accountCard(account: Account): Card {
    const found = findings.get(account.id) ?? 0;
    return {
      name: account.name === '' ? account.externalId : account.name,
      line: money
        ? money.amount(account.id)
        : mixed
          ? mixed.labelOf(account)
          : colour === 'findings' && found > 0
            ? t(m.findings, { n: found })
            : '',
      full: money?.full(account.id, mixed?.labelOf(account) ?? ''),
      step: money?.step(account.id) ?? (colour === 'findings' ? stepOf(found, FINDING_BINS) : 0),
      parts: mixed?.one(account),
      warning: warningAt(account.id)
    };
  }

  function warningAt(id: string): string | undefined {
    const { length } = conflictsAt(conflicts, id);
    return length > 0 ? t(m.conflicts, { n: length }) : undefined;
  }

  return { cardOf, partsOf: (id) => mixed?.own(id), categories: mixed?.categories };
}

/** What cards say of money, where colour or size tells of it and it is known. */
export function moneyWords(
  { state, costs, colour, size }: Pick<Matter, 'state' | 'costs' | 'colour' | 'size'>,
  changeIn: (costs: ShownCosts, id: string) => Change
) {
  if (!costs?.now || !(isMoney(colour) || isMoney(size))) return undefined;
  const changes = colour === 'change';
  const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');
  // Asked before any card is made: cards are kept, and made anew when amounts are hidden.
  const { hidden } = costs;
  const changeOf = (id: string) => changeIn(costs, id);
  const costOf = (id: string) => changeOf(id).after;
  const amount = (id: string) => (hidden ? HIDDEN : costs.short(costOf(id)));
  const growth = (id: string) => (changes ? costs.growth(changeOf(id)) : '');
  return {
    amount,
    /** The amount first: what is cut off is the rest. */
    line: (id: string, counted: string) => joined(amount(id), growth(id) || counted),
    full: (id: string, rest: string) =>
      joined(`${costs.title} ${costs.full(costOf(id))}`, growth(id), rest),
    step(id: string): number | undefined {
      if (colour === 'cost') return costStep(costs, state, costOf(id));
      if (!changes) return undefined;
      return costs.incomparable === undefined ? changeStep(changeOf(id)) : ALIKE;
    }
  };
}

/** Values as colours. */
function mixedOf(state: State, by: MixBy) {
  const mixes = mixesOf(state, by);
  const valueOf = valueBy(by);
  const categories = categoriesOf(mixes.all(ROOT), by);
  const colours = new Map(categories.map(({ value, colour }) => [value, colour]));
  const colourOf = (value: string) => colours.get(value) ?? OTHER;
  const order = [...new Set(categories.map(({ colour }) => colour))];

  function parts(mix: Mix): readonly Part[] | undefined {
    const counts = new Map<number, number>();
    let total = 0;
    for (const [value, count] of mix) {
      counts.set(colourOf(value), (counts.get(colourOf(value)) ?? 0) + count);
      total += count;
    }
    if (total === 0) return undefined;
    return order.flatMap((colour) => {
      const count = counts.get(colour) ?? 0;
      return count > 0 ? [{ colour, share: count / total }] : [];
    });
  }

  return {
    categories,
    all: (id: string) => parts(mixes.all(id)),
    own: (id: string) => parts(mixes.own(id)),
    one: (account: Account): readonly Part[] => [{ colour: colourOf(valueOf(account)), share: 1 }],
    labelOf: (account: Account) => labelOf(valueOf(account), by)
  };
}

const STATUS_COLOURS: Readonly<Record<string, number>> = {
  active: 1,
  pending: 6,
  suspended: 2,
  closing: 9,
  closed: 10
};

/** The most frequent values, in an order that does not follow their counts; then all others. */
function categoriesOf(mix: Mix, by: MixBy): Category[] {
  const values = [...mix]
    .filter(([value]) => value !== '')
    .sort(([a, n], [b, o]) => o - n || (a < b ? -1 : 1))
    .map(([value]) => value);
  const named = values.slice(0, NAMED).sort((a, b) => (a < b ? -1 : 1));
  const categories = named.map((value, i) => ({
    value,
    label: labelOf(value, by),
    colour: by === 'status' ? (STATUS_COLOURS[value] ?? OTHER) : i + 1
  }));
  if (values.length > NAMED) categories.push({ value: '\n', label: t(m.other), colour: OTHER });
  if (mix.has('')) categories.push({ value: '', label: t(m.none), colour: 0 });
  return categories;
}

const isStatus = (value: string): value is keyof typeof statusMessages => value in statusMessages;

const labelOf = (value: string, by: MixBy): string =>
  by === 'status' && isStatus(value) ? t(statusMessages[value]) : value;
