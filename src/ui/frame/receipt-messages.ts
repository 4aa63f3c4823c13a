/** What the banner says when the relay's receipts are not those that this device saw before. */
export const receiptMessages = {
  title: {
    zh: '同步服务的回执与之前看到的不一致',
    en: 'The relay’s receipts are not those seen before'
  },
  key: {
    zh: '签名用的是另一把密钥：同步服务可能换了数据，或是另一个服务在应答。',
    en: 'Another key signs them: the relay may have other data, or another one answers.'
  },
  signature: {
    zh: '签名不成立：回执不是同步服务自己签发的。',
    en: 'Their signature does not hold: the relay did not give them.'
  },
  earlier: {
    zh: '回执比之前少：同步服务可能从备份恢复、重新开始了共享，或历史被截断。',
    en: 'There are fewer than before: the relay was restored from a backup, sharing began anew, or history was cut.'
  },
  other: {
    zh: '最后一张回执与之前不同：同步服务可能从备份恢复，或历史被改写。',
    en: 'The last one is another: the relay was restored from a backup, or history was rewritten.'
  },
  parted: {
    zh: '回执链不再经过之前看到的那一张：同步服务可能从备份恢复，或历史被改写。',
    en: 'They no longer lead through those seen before: the relay was restored from a backup, or history was rewritten.'
  },
  broken: {
    zh: '回执之间接不上：有的缺失或被改动。',
    en: 'They do not fit each other: some are missing or were changed.'
  },
  whatToDo: {
    zh: '可以继续工作，本机内容不受影响。请询问同步服务的运维人员；得到解释后再接受。',
    en: 'Work on: what is on this device is safe. Ask whoever runs the relay, and accept this once it is explained.'
  },
  accept: { zh: '已核实，接受现状', en: 'It is explained: accept' },
  history: { zh: '查看历史', en: 'See the history' }
} as const;
