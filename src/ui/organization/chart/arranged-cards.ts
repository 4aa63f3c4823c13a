import type { ArrangedTree } from '#core/account/arranged.ts';
import { valueBy } from '#core/account/mix.ts';
import { Account } from '#core/account/model.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import type { Card, Part } from '#ui/charts/tree-drawing.ts';
import type { ShownCosts } from '#workspace/month-costs.ts';
import { t } from '#workspace/settings.svelte.ts';
import { groupText } from '../outline/group-text.ts';
import { countStep, isMix, moneyWords, OTHER, type Cards } from './cards.ts';
import { chartMessages as m } from './messages.ts';
import type { ColourBy, SizeBy } from './options.ts';

interface Matter {
  readonly state: State;
  readonly tree: ArrangedTree;
  readonly colour: ColourBy;
  readonly size: SizeBy;
  /** Once they are read, where colour or size tells of money. */
  readonly costs: ShownCosts | undefined;
  readonly findings: ReadonlyMap<string, number>;
  /** Of the same colour: groups have theirs from it, accounts and the root are as they are there. */
  readonly cards: Cards;
}

/** Cards of an arrangement: a group is told by its accounts, which are its own. */
export function arrangedCards(matter: Matter) {
  const { state, tree, colour, findings, cards } = matter;
  const money = moneyWords(matter, (costs, id) =>
    costs.changeOfAccounts(tree.nodeOf(id)?.group.members ?? [])
  );
  const known = new Map<string, Card>();
  const colours = new Map(cards.categories?.map(({ value, colour }) => [value, colour]));
  const order = [...new Set(cards.categories?.map(({ colour }) => colour))];

  const foundIn = (id: string): number =>
    (tree.nodeOf(id)?.group.members ?? []).reduce(
      (sum, each) => sum + (findings.get(each) ?? 0),
      0
    );

  function partsOf(id: string): readonly Part[] | undefined {
    const members = tree.nodeOf(id)?.group.members;
    if (!members || members.length === 0 || !isMix(colour)) return undefined;
    const valueOf = valueBy(colour);
    const counts = new Map<number, number>();
    for (const each of members) {
      const account = rowOf(state, Account, each);
      if (!account) continue;
      const own = colours.get(valueOf(account)) ?? OTHER;
      counts.set(own, (counts.get(own) ?? 0) + 1);
    }
    return order.flatMap((own) => {
      const count = counts.get(own) ?? 0;
      return count > 0 ? [{ colour: own, share: count / members.length }] : [];
    });
  }

  function groupCard(id: string): Card {
    const node = tree.nodeOf(id);
    const of = node?.path.at(-1);
    const accounts = node?.group.members.length ?? 0;
    const parts = partsOf(id);
    const counted = t(m.accounts, { n: accounts });
    const found = colour === 'findings' ? foundIn(id) : 0;
    return {
      name: of ? groupText(state, of) : '',
      line: money
        ? money.line(id, counted)
        : colour === 'findings'
          ? `${counted} · ${t(m.findings, { n: found })}`
          : counted,
      full: money?.full(id, counted),
      step: parts ? 0 : (money?.step(id) ?? countStep(colour, accounts, found)),
      parts,
      warning: undefined
    };
  }

  function cardOf(id: string): Card {
    if (id === ROOT || !tree.nodeOf(id)) return cards.cardOf(id);
    const before = known.get(id);
    if (before) return before;
    const card = groupCard(id);
    known.set(id, card);
    return card;
  }

  return { cardOf, partsOf, foundIn };
}
