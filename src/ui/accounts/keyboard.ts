/** What a key means in the table, after the W3C pattern of a grid whose cells take the focus. */
export type KeyAction =
  | { readonly do: 'move'; readonly to: Step; readonly extend: boolean }
  | {
      readonly do:
        | 'toggle'
        | 'selectAll'
        | 'clear'
        | 'edit'
        | 'fillDown'
        | 'filter'
        | 'moveTo'
        | 'tag'
        | 'remove';
    };

type Step =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'rowStart'
  | 'rowEnd'
  | 'first'
  | 'last'
  | 'pageUp'
  | 'pageDown';

type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'
>;

const MOVES = new Map<string, Step>([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['Home', 'rowStart'],
  ['End', 'rowEnd'],
  ['PageUp', 'pageUp'],
  ['PageDown', 'pageDown'],
  ['j', 'down'],
  ['k', 'up']
]);

/** With Ctrl or ⌘: the ends of the table, and what spreadsheets do. */
const COMMANDS = new Map<string, KeyAction>([
  ['Home', { do: 'move', to: 'first', extend: false }],
  ['End', { do: 'move', to: 'last', extend: false }],
  ['ArrowUp', { do: 'move', to: 'first', extend: false }],
  ['ArrowDown', { do: 'move', to: 'last', extend: false }],
  ['a', { do: 'selectAll' }],
  ['d', { do: 'fillDown' }]
]);

const PLAIN = new Map<string, KeyAction>([
  [' ', { do: 'toggle' }],
  ['Escape', { do: 'clear' }],
  ['F2', { do: 'edit' }],
  ['Enter', { do: 'edit' }],
  ['f', { do: 'filter' }],
  ['m', { do: 'moveTo' }],
  ['t', { do: 'tag' }],
  ['Delete', { do: 'remove' }],
  ['Backspace', { do: 'remove' }]
]);

/** A letter means the same with the shift key, which only extends what it selects. */
const plainKey = (key: string): string => (key.length === 1 ? key.toLowerCase() : key);

export function keyAction(event: KeyLike): KeyAction | undefined {
  if (event.isComposing) return undefined;
  const key = plainKey(event.key);
  if (event.altKey) return key === 'ArrowDown' ? { do: 'filter' } : undefined;
  if (event.ctrlKey || event.metaKey) {
    const action = COMMANDS.get(key);
    return action?.do === 'move' ? { ...action, extend: event.shiftKey } : action;
  }
  const to = MOVES.get(key);
  return to ? { do: 'move', to, extend: event.shiftKey } : PLAIN.get(key);
}
