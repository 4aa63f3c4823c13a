import type { Formats } from '#core/kernel/message.ts';

interface Count {
  readonly n: number;
}

/** Words of a snapshot as a page of its own. */
export const pageMessages = {
  untitled: { zh: '未命名', en: 'Untitled' },
  asOf: {
    zh: (p: { at: number }, f: Formats) => `截至 ${f.date(p.at)}`,
    en: (p: { at: number }, f: Formats) => `as of ${f.date(p.at)}`
  },
  by: { zh: (p: { by: string }) => `由 ${p.by} 制作`, en: (p: { by: string }) => `by ${p.by}` },
  departments: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个部门`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 department', `${f.count(p.n)} departments`)
  },
  accounts: {
    zh: (p: Count, f: Formats) => `${f.count(p.n)} 个账号`,
    en: (p: Count, f: Formats) => f.plural(p.n, '1 account', `${f.count(p.n)} accounts`)
  },
  share: {
    zh: (p: { what: string; n: number }, f: Formats) => `${p.what} ${f.count(p.n)}`,
    en: (p: { what: string; n: number }, f: Formats) => `${p.what} ${f.count(p.n)}`
  },
  count: { zh: '账号数', en: 'Accounts' },
  history: { zh: '历史', en: 'History' },
  madeWith: { zh: '由 Banyan 生成的只读快照', en: 'A read-only snapshot, made with Banyan' }
} as const;
