import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { FinanceSettings, MOST_TAG_KEYS } from '#core/finance/model.ts';
import { setAllocationTags } from '#core/finance/rate-commands.ts';
import type { Command } from '#core/kernel/command.ts';
import { applyDiff, rowOf } from '#core/kernel/state.ts';
import { ok } from '#core/kernel/problem.ts';
import { ROOT } from '#core/org/model.ts';
import AllocationPanel from '#ui/finance/bills/AllocationPanel.svelte';
import '#workspace/bill-sentences.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { toasts } from '#workspace/toasts.svelte.ts';
import { sampleState } from '../../support/focus-file.ts';

settings.set({ locale: 'en' });
afterEach(() => settings.set({ locale: 'en' }));

/** A workspace without history. */
function desk(...keys: readonly string[]) {
  let state = $state.raw(sampleState(60));
  const apply = <A>(command: Command<A>, args: A) => {
    const planned = command.plan(state, args, { now: 0 });
    if (!planned.ok) return planned;
    state = applyDiff(state, planned.value);
    return ok('');
  };
  apply(setAllocationTags, { keys });
  return {
    get state() {
      return state;
    },
    run: <A>(command: Command<A>, args: A) => Promise.resolve(apply(command, args))
  };
}
const keysOf = ({ state }: ReturnType<typeof desk>) =>
  rowOf(state, FinanceSettings, ROOT)?.allocationTags;
const field = () => screen.getByRole('combobox', { name: 'Tag key' });
const chosen = () =>
  within(screen.getByRole('list', { name: 'Chosen tag keys' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent.trim());

async function add(key: string) {
  await fireEvent.input(field(), { target: { value: key } });
  await fireEvent.click(screen.getByRole('button', { name: 'Add' }));
}

test('keys are added, the tags of accounts suggested, and taken off again', async () => {
  const workspace = desk();
  const { container } = render(AllocationPanel, { workspace, locked: false });
  expect(screen.getByText('No tag key is chosen yet.')).toBeVisible();
  const suggested = () => [...container.querySelectorAll('option')].map(({ value }) => value);
  expect(suggested()).toContain('env');

  await add(' env ');
  await waitFor(() => expect(field()).toHaveValue(''));
  expect(field()).toHaveFocus();
  await add('user:app');
  await waitFor(() => expect(chosen()).toEqual(['env', 'user:app']));
  expect(suggested()).not.toContain('env');
  await add('  ');
  expect(keysOf(workspace)).toEqual(['env', 'user:app']);

  await fireEvent.click(screen.getByRole('button', { name: 'Take off the tag key env' }));
  await waitFor(() => expect(chosen()).toEqual(['user:app']));
  expect(field()).toHaveFocus();
});

test('a key too many is refused and stays in the field', async () => {
  const workspace = desk(...Array.from({ length: MOST_TAG_KEYS }, (_, i) => `key-${i}`));
  render(AllocationPanel, { workspace, locked: false });
  await add('env');
  await waitFor(() =>
    expect(toasts.list.map(({ text }) => text)).toContain(
      'There can be 15 cost allocation tags at most. Take some off first.'
    )
  );
  expect(field()).toHaveValue('env');
  expect(keysOf(workspace)).toHaveLength(MOST_TAG_KEYS);
});

test('whoever may not edit finance only reads them', () => {
  settings.set({ locale: 'zh-CN' });
  render(AllocationPanel, { workspace: desk('env'), locked: true });
  expect(screen.getByRole('region', { name: '分账标签' })).toHaveTextContent('env');
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.queryByRole('combobox')).toBeNull();
});
