import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SavedStatus } from '#workspace/documents.ts';
import { settings } from '#workspace/settings.svelte.ts';
import SyncChip from '#ui/frame/SyncChip.svelte';

const STATES: readonly [SavedStatus, string, string][] = [
  [{ state: 'saving' }, '正在保存', 'Saving'],
  [{ state: 'saved', at: Date.UTC(2026, 10, 24) }, '已存于本机', 'Saved on this device'],
  [
    { state: 'unsaved', reason: 'full', bytes: 1500 },
    '未存于本机 · 查看原因',
    'Not saved on this device · see why'
  ],
  [{ state: 'read-only' }, '只读', 'Read-only']
];

const actions = () => ({ onbackup: vi.fn(), onretry: vi.fn(), onuse: vi.fn() });

afterEach(() => settings.set({ locale: 'en' }));

describe('the chip says exactly', () => {
  test.each(STATES)('%j', (saved, zh, en) => {
    settings.set({ locale: 'zh-CN' });
    const { unmount } = render(SyncChip, { saved, ...actions() });
    expect(screen.getByRole('button')).toHaveTextContent(zh);
    unmount();
    settings.set({ locale: 'en' });
    render(SyncChip, { saved, ...actions() });
    expect(screen.getByRole('button')).toHaveTextContent(en);
  });
});

test('what is not saved says why, how much, and offers a backup and another try', async () => {
  const given = actions();
  render(SyncChip, { saved: { state: 'unsaved', reason: 'full', bytes: 1500 }, ...given });
  await fireEvent.click(screen.getByRole('button'));
  expect(await screen.findByRole('dialog')).toHaveTextContent(/no room left: 1\.5 kB/);
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Download a backup' }));
  expect(given.onretry).toHaveBeenCalledOnce();
  expect(given.onbackup).toHaveBeenCalledOnce();
});

test('a save that is quick leaves the word alone, one that takes its time is told', async () => {
  const { rerender } = render(SyncChip, { saved: { state: 'saved', at: 0 }, ...actions() });
  await rerender({ saved: { state: 'saving' } });
  expect(screen.getByRole('button')).toHaveTextContent('Saved on this device');
  await vi.waitFor(() => expect(screen.getByRole('button')).toHaveTextContent('Saving'));
  await rerender({ saved: { state: 'saved', at: 1 } });
  expect(screen.getByRole('button')).toHaveTextContent('Saved on this device');
});
