import type { Snippet } from 'svelte';
import type { AreaShape } from './area-drawing.ts';
import type { AreaSource } from './area-layout.ts';
import type { Paint } from './paints.ts';

/** Words of an area chart, from whoever knows what it shows. */
export interface AreaLabels {
  /** What the chart is, and the list of the same data. */
  readonly chart: string;
  /** The way from the top to what is looked into. */
  readonly path: string;
  /** The switch for the table, and its columns. */
  readonly table: string;
  readonly name: string;
  readonly value: string;
  readonly share: string;
  readonly legend: string;
  /** Where nothing has a value above zero. */
  readonly nothing: string;
  readonly open: (name: string) => string;
  /** A row for those that are not listed. */
  readonly others: (n: number) => string;
}

/** A column of the table beside value and share. */
export interface AreaColumn {
  readonly label: string;
  /** An amount in full needs more room than a share. */
  readonly wide?: boolean;
  readonly text: (id: string) => string;
}

export interface LegendEntry {
  readonly paint: Paint;
  readonly label: string;
}

/** Somebody else at a node: their name, and their colour from 1 to 6. */
export interface AreaMark {
  readonly name: string;
  readonly colour: number;
}

/**
 * What a treemap and an icicle are given. They know ids and numbers only: accounts, money or
 * anything else that adds up along a tree.
 */
export interface AreaChartProps extends AreaSource {
  readonly root: string;
  readonly label: (id: string) => string;
  readonly colour: (id: string) => Paint;
  /**
   * A value as it is written in an area, and in full where it is pointed at and in the table; of a
   * node, or of several together. What is empty is not said.
   */
  readonly format: (value: number, id?: string) => string;
  readonly exact?: (value: number, id?: string) => string;
  /** What else is said of a node where it is pointed at: what its colour means, say. */
  readonly note?: (id: string) => string;
  readonly legend: readonly LegendEntry[];
  /** Whether values are amounts, which need more room in the table than counts. */
  readonly wide?: boolean;
  /** What the table tells besides. */
  readonly columns?: readonly AreaColumn[];
  readonly labels: AreaLabels;
  /** What was looked into on the way from the root; the chart keeps it itself if nobody gives it. */
  readonly trail?: readonly string[];
  readonly ontrail?: (trail: readonly string[]) => void;
  /** The node shown elsewhere in full, and those that are selected. */
  readonly at?: string | undefined;
  readonly selected?: ReadonlySet<string>;
  readonly marks?: ReadonlyMap<string, AreaMark>;
  readonly onat?: (id: string) => void;
  readonly onselect?: (id: string) => void;
  /** A key the chart leaves to the page: M, F2, Delete, and Enter where nothing opens. */
  readonly oncommand?: (key: string, id: string) => void;
  /** Controls beside the way to what is looked into. */
  readonly tools?: Snippet;
}

export interface ShapedProps extends AreaChartProps {
  readonly shape: AreaShape;
}

/** A part of a whole in per cent, with one decimal. */
export const percent = (part: number, whole: number): string =>
  whole > 0 ? `${Math.round((part / whole) * 1000) / 10}%` : '';
