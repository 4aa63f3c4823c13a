import { Account } from '#core/account/model.ts';
import { translate } from '#core/kernel/message.ts';
import { columnsOf, kindsOf, short, whatOf, type Reading } from './reading.ts';
import { sentenceMessages as says } from './sentence-messages.ts';

/** What an entry set and took away. */
export function tagSentence(reading: Reading): string {
  const { entry, formats } = reading;
  const what = whatOf(reading, kindsOf(reading));
  const set = new Set<string>();
  const gone = new Set<string>();
  for (const { from, to } of columnsOf(entry, 'tags'))
    from.forEach((raw, i) => {
      const before = new Map(Account.fields.tags.read(raw));
      const after = new Map(Account.fields.tags.read(to?.[i]));
      for (const [key, value] of after)
        if (before.get(key) !== value) set.add(value === '' ? key : `${key} = ${value}`);
      for (const key of before.keys()) if (!after.has(key)) gone.add(key);
    });
  const known = columnsOf(entry, 'tags').every(({ to }) => to);
  const tags = (list: Set<string>) =>
    formats.list([...list].map((tag) => reading.mark(short(tag))));
  if (known && set.size > 0 && gone.size === 0)
    return translate(says.tagged, { ...what, tags: tags(set) }, formats);
  if (known && gone.size > 0 && set.size === 0)
    return translate(says.untagged, { ...what, tags: tags(gone) }, formats);
  return translate(says.retagged, what, formats);
}

/** One key that took the place of others, or one value that did under a key. */
export function respellSentence(reading: Reading): string {
  const { formats } = reading;
  const what = whatOf(reading, kindsOf(reading));
  const { gone, came, values } = respellingOf(reading);
  const texts = (list: ReadonlySet<string>) =>
    formats.list([...list].map((text) => reading.mark(short(text))));
  // A command of very many records does not keep what the tags became.
  if (columnsOf(reading.entry, 'tags').some(({ to }) => !to))
    return translate(says.retagged, what, formats);
  if (gone.size > 0 && came.size === 1)
    return translate(says.respelledKey, { ...what, from: texts(gone), to: texts(came) }, formats);
  const [only] = values;
  if (gone.size > 0 || values.size !== 1 || only?.[1].to.size !== 1)
    return translate(says.retagged, what, formats);
  const [key, { from, to }] = only;
  const said = { ...what, key: reading.mark(short(key)), from: texts(from), to: texts(to) };
  return translate(says.respelledValue, said, formats);
}

function respellingOf({ entry }: Reading) {
  const gone = new Set<string>();
  const came = new Set<string>();
  const values = new Map<string, { from: Set<string>; to: Set<string> }>();
  for (const { from, to } of columnsOf(entry, 'tags'))
    from.forEach((raw, i) => {
      const before = new Map(Account.fields.tags.read(raw));
      const after = new Map(Account.fields.tags.read(to?.[i]));
      for (const key of before.keys()) if (!after.has(key)) gone.add(key);
      for (const [key, value] of after) {
        const old = before.get(key);
        if (old === undefined) came.add(key);
        if (old === undefined || old === value) continue;
        const change = values.get(key) ?? { from: new Set(), to: new Set() };
        change.from.add(old);
        change.to.add(value);
        values.set(key, change);
      }
    });
  return { gone, came, values };
}
