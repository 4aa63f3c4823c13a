/** What a key means in the outline, after the W3C pattern of a tree-grid whose rows take the focus. */
export type KeyAction =
  | {
      readonly do: 'move';
      readonly to: 'up' | 'down' | 'first' | 'last' | 'pageUp' | 'pageDown';
      readonly extend: boolean;
    }
  | {
      readonly do: 'open' | 'close' | 'openSiblings' | 'inspect' | 'toggle' | 'selectAll' | 'clear';
    }
  | { readonly do: 'rename' | 'moveTo' | 'tag' | 'remove' }
  | { readonly do: 'type'; readonly text: string };

type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'
>;

const MOVES = new Map<string, 'up' | 'down' | 'first' | 'last' | 'pageUp' | 'pageDown'>([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['Home', 'first'],
  ['End', 'last'],
  ['PageUp', 'pageUp'],
  ['PageDown', 'pageDown']
]);

const PLAIN = new Map<string, KeyAction>([
  ['ArrowRight', { do: 'open' }],
  ['ArrowLeft', { do: 'close' }],
  ['*', { do: 'openSiblings' }],
  ['Enter', { do: 'inspect' }],
  [' ', { do: 'toggle' }],
  ['Escape', { do: 'clear' }],
  ['F2', { do: 'rename' }],
  ['Delete', { do: 'remove' }],
  ['Backspace', { do: 'remove' }]
]);

const LETTERS = new Map<string, KeyAction>([
  ['j', { do: 'move', to: 'down', extend: false }],
  ['k', { do: 'move', to: 'up', extend: false }],
  ['m', { do: 'moveTo' }],
  ['t', { do: 'tag' }]
]);

/** `typing`: a word was begun, so that letters which are commands go on with it. */
export function keyAction(event: KeyLike, typing: boolean): KeyAction | undefined {
  if (event.isComposing || event.altKey) return undefined;
  const { key } = event;
  const control = event.ctrlKey || event.metaKey;
  const to = MOVES.get(key);
  if (to) return { do: 'move', to, extend: event.shiftKey };
  if (control) return key.toLowerCase() === 'a' ? { do: 'selectAll' } : undefined;
  if (typing && key.length === 1 && key !== ' ') return { do: 'type', text: key };
  return PLAIN.get(key) ?? letterAction(event) ?? typed(key);
}

function letterAction({ key, shiftKey }: KeyLike): KeyAction | undefined {
  const action = LETTERS.get(key.toLowerCase());
  return action?.do === 'move' ? { ...action, extend: shiftKey } : action;
}

/** `?` is left to the frame: it shows the keys. */
const typed = (key: string): KeyAction | undefined =>
  [...key].length === 1 && key !== '?' && key !== '/' ? { do: 'type', text: key } : undefined;
