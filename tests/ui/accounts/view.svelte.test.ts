import { expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { previewImport } from '#core/import/preview.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, tableOf } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { sampleGroup } from '#core/sample/group.ts';
import { fillEdits, pasteAt } from '#ui/accounts/clipboard.ts';
import { Cursor, HEAD } from '#ui/accounts/cursor.svelte.ts';
import { keyAction } from '#ui/accounts/keyboard.ts';
import { AccountsView } from '#ui/accounts/view.svelte.ts';

const state = applyDiff(
  noState(),
  previewImport(noState(), { sources: [sampleGroup(11, 40)], target: ROOT }).diff
);

/** A view over an address that is only a text. */
function viewAt(search: string, id = 'w') {
  const address = { text: search };
  const view = new AccountsView(
    { id, state },
    {
      read: () => new URLSearchParams(address.text),
      write: (params) => (address.text = params.toString())
    }
  );
  return { view, address };
}

function cursorOver(view: AccountsView, columns = 3) {
  const focused: [number, number][] = [];
  const cursor = new Cursor(
    { columns, page: 10, focus: (row, column) => focused.push([row, column]) },
    view
  );
  const press = (key: string, held: Partial<KeyboardEvent> = {}) => {
    const action = keyAction({
      key,
      shiftKey: false,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      isComposing: false,
      ...held
    });
    if (action?.do === 'move') cursor.move(action);
    return action;
  };
  return { cursor, focused, press };
}

test('keys walk cells, and neither beyond the last row nor above the heads', () => {
  const { view } = viewAt('');
  const { cursor, press } = cursorOver(view);
  press('ArrowDown');
  press('ArrowRight');
  expect([cursor.row, cursor.column]).toEqual([1, 1]);
  press('End');
  expect([cursor.row, cursor.column]).toEqual([1, 2]);
  press('ArrowRight');
  expect(cursor.column).toBe(2);
  press('End', { ctrlKey: true });
  expect(cursor.row).toBe(39);
  press('PageDown');
  press('j');
  expect(cursor.row).toBe(39);
  press('Home', { ctrlKey: true });
  press('ArrowUp');
  expect(cursor.row).toBe(HEAD);
  press('k');
  expect(cursor.row).toBe(HEAD);
});

test('Shift extends from where the selection began, and back', () => {
  const { view } = viewAt('');
  const { cursor, press } = cursorOver(view);
  const ids = [...view.lines.ids()];
  press('ArrowDown');
  for (let i = 0; i < 3; i++) press('ArrowDown', { shiftKey: true });
  expect(view.selection.accounts).toEqual(ids.slice(1, 5));
  press('ArrowUp', { shiftKey: true });
  expect(view.selection.accounts).toEqual(ids.slice(1, 4));
  expect(cursor.chosen()).toEqual(ids.slice(1, 4));
  cursor.clear();
  expect(cursor.chosen()).toEqual([ids[3]]);
});

test('the cursor follows its account when the order changes', () => {
  const { view } = viewAt('');
  const { cursor } = cursorOver(view);
  const [, second = ''] = view.lines.ids();
  cursor.go(1, 0);
  view.sortBy('name', false);
  expect(view.query.sort).toEqual([{ column: 'name', descending: true }]);
  expect(view.lines.at(cursor.row)).toMatchObject({ id: second });
});

test('a head sorts one way, then the other; with Shift it joins the others, and leaves them', () => {
  const { view, address } = viewAt('');
  view.sortBy('owner', false);
  view.sortBy('status', true);
  expect(address.text).toBe('sort=owner%2Cstatus');
  view.sortBy('status', true);
  expect(address.text).toBe('sort=owner%2C%7Estatus');
  view.sortBy('status', true);
  expect(address.text).toBe('sort=owner');
});

test('a link brings what it says, and the columns of this device only where it says nothing', () => {
  const { view } = viewAt('', 'kept');
  view.toggleColumn('email');
  view.setWidth('name', 300);
  expect(viewAt('', 'kept').view.query.columns).toContain('email');
  expect(viewAt('', 'kept').view.widths.get('name')).toBe(300);
  expect(viewAt('q=a', 'kept').view.query.columns).not.toContain('email');
});

test('a column is taken from the first selected account, or from the one above', () => {
  const { view } = viewAt('');
  const [a = '', b = '', c = ''] = view.lines.ids();
  expect(fillEdits(view, 1)).toEqual([{ from: a, id: b }]);
  expect(fillEdits(view, 0)).toEqual([]);
  view.select([c, a, b]);
  expect(fillEdits(view, 5)).toEqual([
    { from: a, id: b },
    { from: a, id: c }
  ]);
});

test('a block falls from the cursor on, a single row on every selected account', () => {
  const { view } = viewAt('');
  const ids = [...view.lines.ids()];
  const at = (row: number, column: number, text: string) =>
    pasteAt(view, view.columns, text, { row, column });
  const fallen = at(39, 6, 'a\tb\tc\nd\te\tf');
  expect(fallen.pasted).toMatchObject({ ids: [ids[39]], columns: ['tags', 'joinedTime'] });
  expect(fallen.beyond).toEqual({ rows: 1, columns: 1 });
  view.select(ids.slice(3, 6));
  const spread = at(0, 4, 'Ada');
  expect(spread.pasted).toMatchObject({ ids: ids.slice(3, 6), block: [['Ada'], ['Ada'], ['Ada']] });
  expect(spread.beyond).toEqual({ rows: 0, columns: 0 });
});

test('what is selected and gone is selected no more', () => {
  const { view } = viewAt('');
  const [first] = [...rows(tableOf(state, Account))];
  view.select([first?.id ?? '', 'tencent:gone']);
  expect(view.selection.accounts).toEqual([first?.id]);
});
