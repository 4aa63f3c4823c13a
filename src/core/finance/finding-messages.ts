import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const apartZh = ({ apart }: Params) => (apart === '' ? '' : `（${apart} 没有汇率，未计入）`);
const apartEn = ({ apart }: Params) =>
  apart === '' ? '' : ` (${apart} has no rate and is not counted)`;

/** Budgets that call, with how far they are. */
export const budgetFindingMessages = {
  'finding.budgetReached': {
    zh: (p: Params, f: Formats) =>
      `预算 ${p.name}（${p.period}）已用 ${f.count(Number(p.used))}%，提醒线 ${p.percent}%${apartZh(p)}`,
    en: (p: Params, f: Formats) =>
      `Budget ${p.name} (${p.period}): used ${f.count(Number(p.used))}%, alert at ${p.percent}%${apartEn(p)}`
  },
  'finding.budgetExpected': {
    zh: (p: Params, f: Formats) =>
      `预算 ${p.name}（${p.period}）预计将用 ${f.count(Number(p.used))}%，提醒线 ${p.percent}%${apartZh(p)}`,
    en: (p: Params, f: Formats) =>
      `Budget ${p.name} (${p.period}): ${f.count(Number(p.used))}% expected, alert at ${p.percent}%${apartEn(p)}`
  },
  'finding.budgetUnplanned': {
    zh: (p: Params) => `预算 ${p.name}（${p.period}）额度为 0，但有支出${apartZh(p)}`,
    en: (p: Params) =>
      `Budget ${p.name} (${p.period}): money is spent and none is planned${apartEn(p)}`
  },
  'finding.budgetOverAllocated': {
    zh: (p: Params, f: Formats) =>
      `预算 ${p.name}（${p.period}）超额分配：${f.count(Number(p.count))} 个下级预算之和高于它`,
    en: (p: Params, f: Formats) =>
      `Budget ${p.name} (${p.period}) is over-allocated: ${f.plural(Number(p.count), 'the one below it is larger', `the ${f.count(Number(p.count))} below it add up to more`)}`
  }
} satisfies Record<string, Message<Params>>;
