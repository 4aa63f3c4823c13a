import { command } from '#core/kernel/command.ts';
import { readRow, withFields } from '#core/kernel/kind.ts';
import { ok, refused, type Problem } from '#core/kernel/problem.ts';
import { diffOf, rowOf, type State } from '#core/kernel/state.ts';
import { isRecordId, nothing, unless } from './commands.ts';
import { lengthOf } from './limits.ts';
import { viewCommandMessages as titles } from './saved-view-messages.ts';
import { SavedView, savedViews } from './saved-view.ts';

const NAME_LENGTH = 60;

/** Makes a view, or gives one that is there another query. */
export const saveView = command<{ id: string; name: string; query: string }>(
  'view.save',
  titles.save,
  (state, { id, name, query }) => {
    if (!isRecordId(id)) return refused({ code: 'org.idMalformed', params: { id } });
    const row = rowOf(state, SavedView, id);
    return unless(nameProblems(state, id, name), () => {
      const stored = new Map(Object.entries({ name: name.trim(), query }));
      const next = row
        ? withFields(SavedView, row, { name: name.trim(), query })
        : readRow(SavedView, id, (field) => stored.get(field));
      return ok(diffOf(state, SavedView, [[id, next]]));
    });
  }
);

export const renameView = command<{ id: string; name: string }>(
  'view.rename',
  titles.rename,
  (state, { id, name }) => {
    const row = rowOf(state, SavedView, id);
    if (!row) return refused({ code: 'view.notFound', params: {} });
    return unless(nameProblems(state, id, name), () =>
      ok(diffOf(state, SavedView, [[id, withFields(SavedView, row, { name: name.trim() })]]))
    );
  }
);

export const removeViews = command<{ ids: readonly string[] }>(
  'view.remove',
  titles.remove,
  (state, { ids }) => {
    if (ids.length === 0) return refused(nothing);
    if (ids.some((id) => !rowOf(state, SavedView, id)))
      return refused({ code: 'view.notFound', params: {} });
    return ok(
      diffOf(
        state,
        SavedView,
        ids.map((id) => [id, undefined])
      )
    );
  }
);

function nameProblems(state: State, id: string, text: string): Problem[] {
  const name = text.trim();
  if (name === '') return [{ code: 'view.nameEmpty', params: {} }];
  const length = lengthOf(name);
  if (length > NAME_LENGTH)
    return [{ code: 'view.nameTooLong', params: { length, max: NAME_LENGTH } }];
  const taken = savedViews(state).some((view) => view.id !== id && view.name === name);
  return taken ? [{ code: 'view.nameUsed', params: { name } }] : [];
}
