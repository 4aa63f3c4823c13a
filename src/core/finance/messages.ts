import type { Message } from '#core/kernel/message.ts';

/** What may be wrong with money that is stored. */
export const financeProblemMessages = {
  'finance.batchDamaged': {
    zh: '这批账单数据已损坏或不完整，没有计入；请重新导入原来的账单文件。',
    en: 'This batch of bill data is damaged or incomplete and was not counted. Import the bill again.'
  }
} satisfies Record<string, Message>;
