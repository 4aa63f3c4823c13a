import { homeCountsOf } from '#core/account/home.ts';
import type { Finding } from '#core/account/findings.ts';
import { sortedAccounts } from '#core/account/outline.ts';
import { totalOf } from '#core/account/totals.ts';
import { rowOf } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { shapeOf } from '#core/org/tree.ts';
import type { LegendOf } from '#ui/charts/tree-drawing.ts';
import { layoutTree, stepOf, type Layout } from '#ui/charts/tree-layout.ts';
import { hasCosts, type CostHolder } from '#workspace/has-costs.ts';
import type { WorkspaceView } from '#workspace/current.ts';
import type { ShownCosts } from '#workspace/month-costs.ts';
import type { OrganizationView } from '../view.svelte.ts';
import { BINS, cardsOf, costStep, FINDING_BINS, heightAt, type Cards } from './cards.ts';
import type { ChartState } from './chart-state.svelte.ts';
import { findingCounts } from './finding-counts.ts';
import { isMoney, withoutMoney, type ChartLook } from './options.ts';
import { legendOf, sizeText } from './words.ts';

/** What the chart is made from, read anew whenever it changes. */
export interface ChartMatter {
  readonly workspace: CostHolder & Pick<WorkspaceView, 'conflicts'>;
  readonly view: Pick<OrganizationView, 'expanded' | 'sort'>;
  readonly findings: readonly Finding[];
  /** Once they are read, where it tells of money. */
  readonly costs: ShownCosts | undefined;
}

/** What the chart shows: who stands where, and what cards, colours and sizes say. Pictures show the same. */
export class ChartScene {
  readonly #read: () => ChartMatter;
  readonly #chart: ChartState;

  constructor(read: () => ChartMatter, chart: ChartState) {
    this.#read = read;
    this.#chart = chart;
  }

  readonly #state = $derived.by(() => this.#read().workspace.state);
  /** How it is shown: nobody who may not see money chose it. */
  readonly look: ChartLook = $derived.by(() => {
    const { look } = this.#chart;
    return hasCosts(this.#read().workspace) ? look : withoutMoney(look);
  });
  /** Whether it tells of money, which then has to be read. */
  readonly byMoney: boolean = $derived.by(
    () => isMoney(this.look.colour) || isMoney(this.look.size)
  );

  /** What stands at the top: all of the organization, or the department one looks at alone. */
  readonly focus: string = $derived.by(() => {
    const { focus } = this.#chart;
    return focus !== undefined && rowOf(this.#state, Department, focus) ? focus : ROOT;
  });

  readonly #byRecord = $derived.by(() =>
    this.look.colour === 'findings' || this.look.size === 'findings'
      ? findingCounts(this.#state, this.#read().findings)
      : undefined
  );
  readonly cards: Cards = $derived.by(() =>
    cardsOf({
      state: this.#state,
      conflicts: this.#read().workspace.conflicts,
      findings: this.#byRecord ?? new Map<string, number>(),
      colour: this.look.colour,
      size: this.look.size,
      costs: this.#read().costs
    })
  );

  readonly #heightOf = $derived.by(() => {
    const { size } = this.look;
    const state = this.#state;
    const byRecord = this.#byRecord;
    if (size === 'same') return undefined;
    if (size === 'cost') {
      const { costs } = this.#read();
      return (
        costs?.now && ((id: string) => heightAt(costStep(costs, state, costs.costOf(state, id))))
      );
    }
    return (id: string) =>
      heightAt(
        size === 'accounts'
          ? stepOf(totalOf(state, id).accounts, BINS)
          : stepOf(byRecord?.get(id) ?? 0, FINDING_BINS)
      );
  });
  // These stay the same objects while only names and the like change, and the layout with them.
  readonly #shape = $derived.by(() => shapeOf(this.#state));
  readonly #counts = $derived.by(() =>
    this.look.accounts ? homeCountsOf(this.#state) : undefined
  );
  readonly layout: Layout = $derived.by(() => {
    const { expanded } = this.#read().view;
    const [focus, shape, counts, heightOf] = [
      this.focus,
      this.#shape,
      this.#counts,
      this.#heightOf
    ];
    return layoutTree(
      focus,
      (id) => shape.childrenOf(id),
      (id) => id === focus || expanded.has(id),
      {
        direction: this.look.direction,
        leavesOf: counts && ((id) => counts.countIn(id)),
        heightOf,
        ...(heightOf && { tallest: heightAt(7) })
      }
    );
  });

  /** The accounts beneath a department, in the order of the page. */
  readonly leavesOf: (id: string) => readonly string[] = $derived.by(() => {
    const state = this.#state;
    const { sort } = this.#read().view;
    return (id: string) => sortedAccounts(state, id, sort);
  });

  readonly legend: LegendOf = $derived.by(() =>
    legendOf(this.look.colour, this.cards, this.#read().costs)
  );
  /** What is in no amount of it, and why. */
  readonly notes: readonly string[] = $derived.by(() =>
    this.byMoney ? (this.#read().costs?.notes(this.#state) ?? []) : []
  );
  /** What the size of cards says, if anything. */
  readonly size: string | undefined = $derived.by(() => sizeText(this.look, this.#read().costs));
}
