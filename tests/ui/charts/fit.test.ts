import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitted, widthOfText } from '../../../src/ui/charts/fit.ts';

describe('a fitted text', () => {
  test('is the text, or a beginning of it with an ellipsis, and as wide as its room at most', () => {
    const names = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string(), fc.lorem());
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 300 }), (name, room) => {
        const line = name.replace(/\s+/g, ' ').trim();
        const text = fitted(name, room, 12);
        if (text !== line && text !== '') {
          expect(text.endsWith('…')).toBe(true);
          expect(line.startsWith(text.slice(0, -1))).toBe(true);
        }
        expect(widthOfText(text, 12)).toBeLessThanOrEqual(room + 1e-6);
      })
    );
  });

  test('cuts between characters as people see them', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(fitted(`${family}${family}${family}`, 45, 12)).toBe(`${family}${family}…`);
    expect(fitted('华东事业部电商平台', 60, 12)).toBe('华东事…');
    expect(fitted('e\u0301'.repeat(20), 40, 12)).toBe(`${'e\u0301'.repeat(3)}…`);
  });

  test('leaves a text alone that has room, and out one that has none', () => {
    expect(fitted('  two\n words ', 100, 12)).toBe('two words');
    expect(fitted('华东', 5, 12)).toBe('');
  });
});
