import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import Checkbox from '#ui/kit/Checkbox.svelte';
import EditableText from '#ui/kit/EditableText.svelte';
import Menu from '#ui/kit/Menu.svelte';
import Segmented from '#ui/kit/Segmented.svelte';
import TagEditor from '#ui/kit/TagEditor.svelte';
import Toast from '#ui/kit/Toast.svelte';

describe('EditableText', () => {
  const props = { label: 'Name', value: 'old', placeholder: 'Add a name' };
  const input = () => screen.getByRole<HTMLInputElement>('textbox');
  const type = async (value: string) => {
    await fireEvent.click(screen.getByRole('button'));
    await fireEvent.input(input(), { target: { value } });
  };

  test('keeps on Enter and gives the focus back', async () => {
    const keep = vi.fn(() => Promise.resolve(undefined));
    render(EditableText, { ...props, keep });
    await type('new');
    await fireEvent.keyDown(input(), { key: 'Enter' });
    expect(keep).toHaveBeenCalledExactlyOnceWith('new');
    expect(await screen.findByRole('button')).toHaveFocus();
  });

  test('leaves on Escape without keeping', async () => {
    const keep = vi.fn(() => Promise.resolve(undefined));
    render(EditableText, { ...props, keep });
    await type('new');
    await fireEvent.keyDown(input(), { key: 'Escape' });
    expect(keep).not.toHaveBeenCalled();
    expect(await screen.findByRole('button')).toHaveAccessibleName('Name: old');
  });

  test('stays open with the sentence that refuses', async () => {
    render(EditableText, { ...props, keep: () => Promise.resolve('Names are unique.') });
    await type('taken');
    await fireEvent.keyDown(input(), { key: 'Enter' });
    expect(await screen.findByRole('alert')).toHaveTextContent('Names are unique.');
    expect(input()).toHaveAccessibleDescription('Names are unique.');
  });

  test('does not keep what a half-typed Chinese word is confirmed with', async () => {
    const keep = vi.fn(() => Promise.resolve(undefined));
    render(EditableText, { ...props, keep });
    await type('华');
    await fireEvent.keyDown(input(), { key: 'Enter', isComposing: true });
    expect(keep).not.toHaveBeenCalled();
  });
});

describe('Menu', () => {
  const trigger = createRawSnippet<[{ open: boolean; toggle: () => void; id: string }]>((args) => ({
    render: () => '<button type="button">Open</button>',
    setup: (node) => {
      const click = () => args().toggle();
      node.addEventListener('click', click);
      return () => node.removeEventListener('click', click);
    }
  }));

  test('goes by arrows and letters, runs on click, refuses with a reason, closes on Escape', async () => {
    const run = vi.fn();
    render(Menu, {
      label: 'Verbs',
      trigger,
      items: [
        { label: 'Move', run },
        'line',
        { label: 'Delete', refused: 'Not empty', run },
        { label: 'Copy', run }
      ]
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    const [move, remove, copy] = screen.getAllByRole('menuitem');
    if (!move || !remove || !copy) throw new Error('three items');
    expect(move).toHaveFocus();
    await fireEvent.keyDown(move, { key: 'ArrowUp' });
    expect(copy).toHaveFocus();
    await fireEvent.keyDown(copy, { key: 'd' });
    expect(remove).toHaveFocus();
    await fireEvent.click(remove);
    expect(run).not.toHaveBeenCalled();
    expect(remove).toHaveAttribute('title', 'Not empty');
    await fireEvent.keyDown(remove, { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(screen.getByRole('button', { name: 'Open' })).toHaveFocus();
  });
});

test('Segmented moves by arrows and wraps', async () => {
  const onchange = vi.fn();
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' }
  ];
  render(Segmented, { label: 'View', options, value: 'b', onchange });
  await fireEvent.keyDown(screen.getByRole('radiogroup'), { key: 'ArrowRight' });
  expect(onchange).toHaveBeenCalledWith('a');
});

test('Checkbox says that it is mixed', () => {
  render(Checkbox, { state: 'mixed', label: 'All' });
  expect(screen.getByRole('checkbox')).toBePartiallyChecked();
});

test('TagEditor adds by Enter, says why not, and removes', async () => {
  const set = vi.fn((key: string) =>
    Promise.resolve(key === '' ? 'A tag needs a key.' : undefined)
  );
  const remove = vi.fn();
  const labels = {
    add: 'Add tag',
    key: 'Key',
    value: 'Value',
    keep: 'Keep',
    remove: (key: string) => `Remove ${key}`
  };
  render(TagEditor, { label: 'Tags', tags: [['env', 'prod']], labels, set, remove });
  await fireEvent.click(screen.getByRole('button', { name: 'Remove env' }));
  expect(remove).toHaveBeenCalledWith('env');
  await fireEvent.click(screen.getByRole('button', { name: 'Add tag' }));
  await fireEvent.keyDown(screen.getByRole('textbox', { name: 'Key' }), { key: 'Enter' });
  expect(await screen.findByRole('alert')).toHaveTextContent('A tag needs a key.');
  await fireEvent.input(screen.getByRole('textbox', { name: 'Key' }), {
    target: { value: 'cost' }
  });
  await fireEvent.input(screen.getByRole('textbox', { name: 'Value' }), {
    target: { value: 'CC-1' }
  });
  await fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value' }), { key: 'Enter' });
  expect(set).toHaveBeenLastCalledWith('cost', 'CC-1');
});

test('a toast goes by itself, a refusal stays', () => {
  vi.useFakeTimers();
  const gone = vi.fn();
  const stays = vi.fn();
  render(Toast, { kind: 'done', text: 'Moved', closeLabel: 'Close', onclose: gone });
  render(Toast, { kind: 'refused', text: 'No', closeLabel: 'Close', onclose: stays });
  vi.advanceTimersByTime(60_000);
  expect(gone).toHaveBeenCalledOnce();
  expect(stays).not.toHaveBeenCalled();
  vi.useRealTimers();
});
