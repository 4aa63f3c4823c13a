import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of the dialog that renames, merges and fixes tags. */
export const respellMessages = {
  renameKey: {
    zh: (p: { key: string }) => `重命名标签键“${p.key}”`,
    en: (p: { key: string }) => `Rename the tag key “${p.key}”`
  },
  renameValue: {
    zh: (p: { key: string; value: string }) => `重命名值“${p.key} = ${p.value}”`,
    en: (p: { key: string; value: string }) => `Rename the value “${p.key} = ${p.value}”`
  },
  fixKey: { zh: '统一标签键的写法', en: 'Use one spelling of the key' },
  fixValue: {
    zh: (p: { key: string }) => `统一 ${p.key} 的值的写法`,
    en: (p: { key: string }) => `Use one spelling of this value of ${p.key}`
  },
  fixAll: { zh: '统一所有写法', en: 'Use one spelling everywhere' },
  fixAllText: {
    zh: '每处都改为用得最多的写法；用得一样多时取最早的。',
    en: 'Each takes the spelling that most have, or among equals the oldest.'
  },
  newKey: { zh: '新的标签键', en: 'New key' },
  newValue: { zh: '新的值', en: 'New value' },
  right: { zh: '正确的写法', en: 'The right spelling' },
  spelling: {
    zh: (p: { text: string; n: number }, f: Formats) => `${p.text}（${f.count(p.n)} 处）`,
    en: (p: { text: string; n: number }, f: Formats) => `${p.text} (on ${f.count(p.n)})`
  },
  exists: {
    zh: (p: { text: string; n: number }, f: Formats) =>
      `“${p.text}”已在 ${f.count(p.n)} 处使用，两者会合并。`,
    en: (p: { text: string; n: number }, f: Formats) =>
      `“${p.text}” is in use on ${f.count(p.n)} already; the two become one.`
  },
  changes: { zh: '将要更改', en: 'What changes' },
  summary: {
    zh: (p: { accounts: number; departments: number }, f: Formats) =>
      [
        ...(p.accounts > 0 ? [`${f.count(p.accounts)} 个账号`] : []),
        ...(p.departments > 0 ? [`${f.count(p.departments)} 个部门`] : [])
      ].join('和 ') || '没有要更改的',
    en: (p: { accounts: number; departments: number }, f: Formats) =>
      [
        ...(p.accounts > 0
          ? [f.plural(p.accounts, '1 account', `${f.count(p.accounts)} accounts`)]
          : []),
        ...(p.departments > 0
          ? [f.plural(p.departments, '1 department', `${f.count(p.departments)} departments`)]
          : [])
      ].join(' and ') || 'Nothing to change'
  },
  collisions: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 处的取值互相矛盾`,
    en: (p: Count, f: Formats) =>
      f.plural(p.n, 'One says two things', `${f.count(p.n)} say two things`)
  },
  collisionsText: {
    zh: '这些账号或部门在几个写法下有不同的值，合并后只能留一个。',
    en: 'They have different values under the spellings, and only one can stay.'
  },
  leave: { zh: '保持不变，由我逐个决定', en: 'Leave these as they are, to be decided one by one' },
  keep: {
    zh: (p: { to: string }) => `保留 ${p.to} 的值，丢弃其他写法的值`,
    en: (p: { to: string }) => `Keep the value under ${p.to} and drop the others`
  },
  keepAny: {
    zh: '保留正确写法下的值，丢弃其他写法的值',
    en: 'Keep the value under the right spelling and drop the others'
  },
  keptOf: {
    zh: (p: { value: string }) => `保留 ${p.value}`,
    en: (p: { value: string }) => `keeps ${p.value}`
  },
  stays: { zh: '保持不变', en: 'stays' },
  more: {
    zh: (p: Count, f: Formats) => `另有 ${f.count(p.n)} 项`,
    en: (p: Count, f: Formats) => `${f.count(p.n)} more`
  },
  apply: {
    zh: (p: Count, f: Formats) => `更改 ${f.count(p.n)} 项`,
    en: (p: Count, f: Formats) => f.plural(p.n, 'Change 1', `Change ${f.count(p.n)}`)
  },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  nothing: { zh: '没有要更改的标签。', en: 'No tag would change.' }
} as const;
