import { text } from '#core/kernel/field.ts';
import { kind, type RecordOf } from '#core/kernel/kind.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { viewLabels as labels } from './saved-view-messages.ts';

/** A way to look at the accounts that colleagues share: columns, sort, filters and group. */
export const SavedView = kind('view', labels.view, 'org', {
  name: text({ label: labels.name }),
  /** The search of the page's address, as the page itself writes it. */
  query: text({ label: labels.query })
});
export type SavedView = RecordOf<typeof SavedView>;

/** Every view by its name. */
export const savedViews = (state: State): SavedView[] =>
  [...rows(tableOf(state, SavedView))].sort((a, b) =>
    a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1
  );
