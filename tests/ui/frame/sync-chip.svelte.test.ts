import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { syncStatusOf, type SyncStatus } from '#workspace/sync-status.ts';
import { settings } from '#workspace/settings.svelte.ts';
import SyncChip from '#ui/frame/SyncChip.svelte';

const STATES: readonly [SyncStatus, string, string][] = [
  [{ state: 'saving' }, '正在保存', 'Saving'],
  [{ state: 'saved', at: Date.UTC(2026, 10, 24) }, '已存于本机', 'Saved on this device'],
  [
    { state: 'unsaved', reason: 'full', bytes: 1500 },
    '未存于本机 · 查看原因',
    'Not saved on this device · see why'
  ],
  [{ state: 'read-only', connected: false }, '只读', 'Read-only'],
  [{ state: 'connecting', changes: 2 }, '正在连接', 'Connecting'],
  [{ state: 'syncing', changes: 1 }, '正在同步 · 1 项更改', 'Syncing · 1 change'],
  [{ state: 'synced', at: Date.UTC(2026, 10, 24) }, '已同步', 'Synced'],
  [{ state: 'offline', changes: 0 }, '离线', 'Offline'],
  [{ state: 'offline', changes: 12 }, '离线 · 12 项更改待同步', 'Offline · 12 changes waiting'],
  [{ state: 'refused', why: 'readOnly', changes: 3 }, '未被接受 · 查看原因', 'Refused · see why']
];

const actions = () => ({ onbackup: vi.fn(), onretry: vi.fn() });

afterEach(() => settings.set({ locale: 'en' }));

describe('the chip says exactly', () => {
  test.each(STATES)('%j', (sync, zh, en) => {
    settings.set({ locale: 'zh-CN' });
    const { unmount } = render(SyncChip, { sync, ...actions() });
    expect(screen.getByRole('button')).toHaveTextContent(zh);
    unmount();
    settings.set({ locale: 'en' });
    render(SyncChip, { sync, ...actions() });
    expect(screen.getByRole('button')).toHaveTextContent(en);
  });
});

test('what is not saved says why, how much, and offers a backup and another try', async () => {
  const given = actions();
  render(SyncChip, { sync: { state: 'unsaved', reason: 'full', bytes: 1500 }, ...given });
  await fireEvent.click(screen.getByRole('button'));
  expect(await screen.findByRole('dialog')).toHaveTextContent(/no room left: 1\.5 kB/);
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Download a backup' }));
  expect(given.onretry).toHaveBeenCalledOnce();
  expect(given.onbackup).toHaveBeenCalledOnce();
});

describe('what is said first', () => {
  const saved = { state: 'saved', at: 1 } as const;
  const synced = { state: 'synced', at: 2 } as const;
  const refused = { state: 'refused', why: 'forbidden', changes: 1 } as const;

  test('what is in danger comes before everything', () => {
    const unsaved = { state: 'unsaved', reason: 'full', bytes: 1 } as const;
    expect(syncStatusOf(unsaved, refused, false)).toBe(unsaved);
  });

  test('without a relay it is this device alone', () => {
    expect(syncStatusOf(saved, undefined, false)).toBe(saved);
  });

  test('a refusal comes before being a viewer', () => {
    expect(syncStatusOf(saved, refused, true)).toBe(refused);
  });

  test('a viewer is told so, and whether what they see is of now', () => {
    expect(syncStatusOf(saved, synced, true)).toEqual({
      state: 'read-only',
      connected: true
    });
  });

  test('what the disk does not have yet is not called synced', () => {
    expect(syncStatusOf({ state: 'saving' }, synced, false)).toEqual({ state: 'saving' });
    expect(syncStatusOf(saved, synced, false)).toBe(synced);
  });
});

test('a save that is quick leaves the word alone, one that takes its time is told', async () => {
  const { rerender } = render(SyncChip, { sync: { state: 'saved', at: 0 }, ...actions() });
  await rerender({ sync: { state: 'saving' } });
  expect(screen.getByRole('button')).toHaveTextContent('Saved on this device');
  await vi.waitFor(() => expect(screen.getByRole('button')).toHaveTextContent('Saving'));
  await rerender({ sync: { state: 'saved', at: 1 } });
  expect(screen.getByRole('button')).toHaveTextContent('Saved on this device');
});
