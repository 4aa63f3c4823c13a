export const exportMessages = {
  export: { zh: '导出', en: 'Export' },
  csv: { zh: 'CSV 表格', en: 'CSV table' },
  xlsx: { zh: 'XLSX 表格', en: 'XLSX workbook' },
  tccli: { zh: 'tccli 形式的 JSON', en: 'tccli-shaped JSON' },
  backup: { zh: '工作区备份', en: 'Workspace backup' }
} as const;
