/** What an invented bill may hold, in the words of the cloud that it comes from. */
export interface SampleService {
  readonly name: string;
  /** How many accounts use it, and how much it costs beside others. */
  readonly share: number;
  readonly weight: number;
  readonly regions: readonly [string, ...string[]];
  readonly payModes: readonly [string, string];
  /** Half of those who use it pay this many times as much in the last month. */
  readonly leap?: number;
}

const CHINA = ['ap-guangzhou', 'ap-shanghai', 'ap-beijing', 'ap-singapore'] as const;
const ABROAD = ['us-east-1', 'eu-west-1', 'ap-southeast-1'] as const;
const TENCENT = ['包年包月', '按量计费'] as const;
const AWS = ['Standard', 'Committed'] as const;

export const SERVICES: Readonly<Record<'tencent' | 'aws', readonly SampleService[]>> = {
  tencent: [
    { name: '云服务器 CVM', share: 0.8, weight: 5, regions: CHINA, payModes: TENCENT },
    {
      name: 'GPU 云服务器',
      share: 0.12,
      weight: 22,
      regions: CHINA,
      payModes: TENCENT,
      leap: 1.9
    },
    { name: '对象存储 COS', share: 0.7, weight: 1.6, regions: CHINA, payModes: TENCENT },
    { name: '云数据库 MySQL', share: 0.45, weight: 3, regions: CHINA, payModes: TENCENT },
    { name: '内容分发网络 CDN', share: 0.3, weight: 2.4, regions: CHINA, payModes: TENCENT },
    {
      name: '流计算 Oceanus',
      share: 0.1,
      weight: 6,
      regions: CHINA,
      payModes: TENCENT,
      leap: 0.25
    },
    { name: '弹性 MapReduce', share: 0.15, weight: 5, regions: CHINA, payModes: TENCENT },
    { name: '短信 SMS', share: 0.25, weight: 0.6, regions: [''], payModes: TENCENT }
  ],
  aws: [
    { name: 'Amazon EC2', share: 0.85, weight: 1.2, regions: ABROAD, payModes: AWS },
    { name: 'Amazon S3', share: 0.7, weight: 0.4, regions: ABROAD, payModes: AWS },
    { name: 'Amazon RDS', share: 0.4, weight: 0.7, regions: ABROAD, payModes: AWS },
    { name: 'AWS Lambda', share: 0.3, weight: 0.1, regions: ABROAD, payModes: AWS }
  ]
};
