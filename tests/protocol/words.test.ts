import { expect, test } from 'vitest';
import { SECTIONS } from '#core/kernel/kind.ts';
import { CLOSE_CODES, closeNamed } from '#protocol/close-codes.ts';
import { REFUSALS, RELAY_PROBLEMS } from '#protocol/problems.ts';
import { ROOM_SECTIONS } from '#protocol/sections.ts';

test('the rooms of a workspace are its sections', () => {
  expect(ROOM_SECTIONS).toEqual(SECTIONS);
});

const sentences = [CLOSE_CODES, REFUSALS, RELAY_PROBLEMS].flatMap((table) =>
  Object.entries<{ readonly zh: string; readonly en: string }>(table)
);

test.each(sentences)('%s says something in both languages', (_, { zh, en }) => {
  expect(zh.trim()).toMatch(/\p{Script=Han}.*。$/u);
  expect(en.trim()).toMatch(/^[A-Z].*\.$/);
});

test('a close code names one reason', () => {
  for (const [name, { code }] of Object.entries(CLOSE_CODES)) expect(closeNamed(code)).toBe(name);
  const codes = Object.values(CLOSE_CODES).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
