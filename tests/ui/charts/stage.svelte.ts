import { layoutTree, type Layout } from '#ui/charts/tree-layout.ts';

/** What a chart under test is given, which changes beneath it, and what it said. */
export class Stage {
  layout = $state.raw<Layout>(
    layoutTree(
      '0',
      () => [],
      () => false
    )
  );
  at = $state.raw<string | undefined>();
  readonly said: string[] = [];

  constructor(layout: Layout, at: string | undefined) {
    this.layout = layout;
    this.at = at;
  }
}
