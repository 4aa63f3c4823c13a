import type { Finding } from '#core/account/findings.ts';
import type { AreaChartProps, AreaColumn } from '#ui/charts/area-chart.ts';
import { hasCosts, type CostHolder } from '#workspace/has-costs.ts';
import type { ShownCosts } from '#workspace/month-costs.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { isFiltering, matchesOf } from '../outline/lines.ts';
import type { OrganizationView } from '../view.svelte.ts';
import { coloursOf, colouringsOf, type AnyColouring, type Colours } from './colouring.ts';
import { changeColours, costColumns, costedAreas, costFormats, costSource } from './costs.ts';
import { areasMessages as m } from './messages.ts';
import { areaSource, isAccount } from './source.ts';

/** What areas are made from, read anew whenever it changes. */
export interface AreasMatter {
  readonly workspace: CostHolder;
  readonly view: Pick<OrganizationView, 'query' | 'tagged' | 'sort' | 'colour' | 'address'>;
  readonly findings: readonly Finding[];
  /** Once they are read, where areas tell of money. */
  readonly costs: ShownCosts | undefined;
}

type Shown = Required<Pick<AreaChartProps, 'children' | 'value' | 'format' | 'exact'>>;

/** What areas are as large as has its own share of the address. */
const SIZE = 'area';
const UNREAD: Colours = { paint: () => 'plain', note: () => '', legend: [] };

/** What areas show: how large they are, how coloured, and what they say. Pictures show the same. */
export class AreasScene {
  readonly #read: () => AreasMatter;
  #size = $state.raw<'accounts' | 'cost'>('accounts');

  constructor(read: () => AreasMatter) {
    this.#read = read;
    this.readAddress();
  }

  /** Follows the address: at the start, and after Back and Forward. */
  readAddress() {
    this.#size = this.#read().view.address.read().get(SIZE) === 'cost' ? 'cost' : 'accounts';
  }

  get size(): 'accounts' | 'cost' {
    return this.#size;
  }

  setSize(size: string) {
    this.#size = size === 'cost' ? 'cost' : 'accounts';
    const { address } = this.#read().view;
    const params = new URLSearchParams(address.read());
    if (this.#size === 'cost') params.set(SIZE, 'cost');
    else params.delete(SIZE);
    address.write(params, 'replace');
  }

  readonly #state = $derived.by(() => this.#read().workspace.state);
  readonly #matches = $derived.by(() => {
    const { view } = this.#read();
    return isFiltering(view) ? matchesOf(this.#state, view) : undefined;
  });
  readonly #source = $derived.by(() =>
    areaSource(this.#state, this.#read().view.sort, this.#matches)
  );

  /** How many accounts stand in an area, whatever its size says. */
  counted = (id: string): number => this.#source.value(id);

  readonly money: boolean = $derived.by(() => hasCosts(this.#read().workspace));
  readonly colourings: readonly AnyColouring[] = $derived.by(() =>
    this.money ? [...colouringsOf(this.#state), 'change'] : colouringsOf(this.#state)
  );
  readonly colouring: AnyColouring = $derived.by(() => {
    const { colour } = this.#read().view;
    return this.colourings.find((each) => each === colour) ?? '';
  });
  /** Whether sizes tell of money, and whether colours do. */
  readonly sized: boolean = $derived.by(() => this.money && this.#size === 'cost');
  readonly coloured: boolean = $derived.by(() => this.colouring === 'change');

  readonly known: ShownCosts | undefined = $derived.by(() => {
    const { costs } = this.#read();
    return costs?.now ? costs : undefined;
  });
  readonly #costed = $derived.by(
    () =>
      this.known && costedAreas(this.#state, this.known, this.#source, this.#matches !== undefined)
  );
  readonly #formats = $derived.by(
    () => this.known && this.#costed && costFormats(this.#state, this.known, this.#costed)
  );

  readonly colours: Colours = $derived.by(() => {
    const { colouring, known, sized } = this;
    const costed = this.#costed;
    if (colouring !== 'change') return coloursOf(this.#state, colouring, this.#read().findings);
    return known && costed ? changeColours(known, costed, sized) : UNREAD;
  });
  readonly shown: Shown = $derived.by(() => {
    const state = this.#state;
    const counted = {
      ...this.#source,
      format: (value: number, id?: string) =>
        id !== undefined && isAccount(state, id) ? '' : settings.formats.count(value),
      exact: (value: number) => settings.formats.count(value)
    };
    if (!this.sized) return counted;
    const [costed, formats] = [this.#costed, this.#formats];
    if (!formats || !costed) return { ...counted, value: () => 0 };
    const { format, exact } = formats;
    return { ...costSource(this.#source, costed), format, exact };
  });
  readonly columns: readonly AreaColumn[] = $derived.by(() => {
    const { known, sized, coloured } = this;
    return known && this.#costed ? costColumns(known, this.#costed, { sized, coloured }) : [];
  });

  /** The head of a column of values. */
  readonly head: string = $derived.by(() =>
    this.sized ? (this.#formats?.head ?? t(m.cost)) : t(m.accounts)
  );
  /** What is in no amount, and why. */
  readonly notes: readonly string[] = $derived.by(() =>
    this.sized || this.coloured ? (this.known?.notes(this.#state) ?? []) : []
  );
  /** What sizes and colours say of money, of which months and in which unit. */
  readonly about: readonly string[] = $derived.by(() => [
    ...(this.sized && this.#formats ? [t(m.sizeIs, { what: this.#formats.headInUnit })] : []),
    ...(this.coloured && this.known ? [t(m.colourIs, { what: this.known.changeTitle })] : [])
  ]);
}
