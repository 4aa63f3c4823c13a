/** Words of costs on the organization page. */
export const costsMessages = {
  finance: { zh: '到财务页查看', en: 'See Finance' }
} as const;
