import type { Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

export const billCommandMessages = {
  import: { zh: '导入账单', en: 'Import bills' },
  choose: { zh: '选择计入的账单', en: 'Choose the bills that count' },
  remove: { zh: '移除账单', en: 'Remove bills' }
} as const;

/** What may be wrong with money that is stored. */
export const financeProblemMessages = {
  'finance.batchDamaged': {
    zh: '这批账单数据已损坏或不完整，没有计入；请重新导入原来的账单文件。',
    en: 'This batch of bill data is damaged or incomplete and was not counted. Import the bill again.'
  },
  'finance.billNotExist': {
    zh: '这份账单已不在列表中；请刷新后再选。',
    en: 'This bill is no longer listed. Look at the list again.'
  },
  'finance.payerUnnameable': {
    zh: (p: Params) => `支付账号“${p.payer}”太长，无法为它记下选择。`,
    en: (p: Params) => `The billing account “${p.payer}” is too long for a choice to be kept.`
  }
} satisfies Record<string, Message<Params>>;
