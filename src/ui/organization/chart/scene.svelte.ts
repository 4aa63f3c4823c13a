import { homeCountsOf } from '#core/account/home.ts';
import type { Finding } from '#core/account/findings.ts';
import { sortedAccounts } from '#core/account/outline.ts';
import { totalOf } from '#core/account/totals.ts';
import { rowOf } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { shapeOf } from '#core/org/tree.ts';
import type { LegendOf } from '#ui/charts/tree-drawing.ts';
import { layoutTree, stepOf, type Layout } from '#ui/charts/tree-layout.ts';
import type { WorkspaceView } from '#workspace/current.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import type { OrganizationView } from '../view.svelte.ts';
import { BINS, cardsOf, FINDING_BINS, type Cards } from './cards.ts';
import type { ChartState } from './chart-state.svelte.ts';
import { findingCounts } from './finding-counts.ts';
import { chartMessages as m } from './messages.ts';

/** What the chart is made from, read anew whenever it changes. */
export interface ChartMatter {
  readonly workspace: Pick<WorkspaceView, 'state' | 'conflicts'>;
  readonly view: Pick<OrganizationView, 'expanded' | 'sort'>;
  readonly findings: readonly Finding[];
}

/** Heights of cards by their step, where size tells something. */
const heightAt = (step: number) => 32 + 6 * step;

const upTo = (bin: number) => `${settings.formats.count(bin)}+`;

/** What the chart shows: who stands where, and what cards, colours and sizes say. Pictures show the same. */
export class ChartScene {
  readonly #read: () => ChartMatter;
  readonly #chart: ChartState;

  constructor(read: () => ChartMatter, chart: ChartState) {
    this.#read = read;
    this.#chart = chart;
  }

  readonly #state = $derived.by(() => this.#read().workspace.state);
  readonly #look = $derived.by(() => this.#chart.look);

  /** What stands at the top: all of the organization, or the department one looks at alone. */
  readonly focus: string = $derived.by(() => {
    const { focus } = this.#chart;
    return focus !== undefined && rowOf(this.#state, Department, focus) ? focus : ROOT;
  });

  readonly #byRecord = $derived.by(() =>
    this.#look.colour === 'findings' || this.#look.size === 'findings'
      ? findingCounts(this.#state, this.#read().findings)
      : undefined
  );
  readonly cards: Cards = $derived.by(() =>
    cardsOf({
      state: this.#state,
      conflicts: this.#read().workspace.conflicts,
      findings: this.#byRecord ?? new Map<string, number>(),
      colour: this.#look.colour
    })
  );

  readonly #heightOf = $derived.by(() => {
    const { size } = this.#look;
    const state = this.#state;
    const byRecord = this.#byRecord;
    if (size === 'same') return undefined;
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
    this.#look.accounts ? homeCountsOf(this.#state) : undefined
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
        direction: this.#look.direction,
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

  readonly legend: LegendOf = $derived.by(() => {
    const { colour } = this.#look;
    if (colour === 'accounts') return { title: t(m.byAccounts), least: '0', most: upTo(BINS[5]) };
    if (colour === 'findings')
      return { title: t(m.byFindings), least: '0', most: upTo(FINDING_BINS[5]) };
    const title =
      colour === 'status' ? t(m.byStatus) : t(m.byTag, { key: colour.slice('tag:'.length) });
    return { title, categories: this.cards.categories ?? [] };
  });
  /** What the size of cards says, if anything. */
  readonly size: string | undefined = $derived.by(() =>
    this.#look.size === 'same'
      ? undefined
      : t(m.sizeBy, { by: t(this.#look.size === 'accounts' ? m.byAccounts : m.byFindings) })
  );
}
