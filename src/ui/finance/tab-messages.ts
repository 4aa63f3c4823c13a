/** The parts of finance. */
export const tabMessages = {
  label: { zh: '财务的各部分', en: 'Parts of finance' },
  title: { zh: '财务', en: 'Finance' },
  costs: { zh: '费用', en: 'Costs' },
  budgets: { zh: '预算', en: 'Budgets' },
  bills: { zh: '账单与汇率', en: 'Bills and rates' }
} as const;
