/** The invented group that samples, tests and pictures tell of. */
export const GROUP_NAME = '远岸集团';

/** Its departments down to the fourth level; `*` marks those that attract accounts. */
export const DEPARTMENTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  华东事业部: {
    零售科技: ['电商交易', '会员与营销', '门店数字化'],
    数据平台: ['实时计算', '数据仓库'],
    供应链: ['仓配网络', '采购协同']
  },
  华南事业部: { 智能制造: ['工业视觉', '产线物联'], 跨境业务: [] },
  华北事业部: { 政企服务: [], 交付中心: [] },
  海外事业部: { 东南亚: ['Singapore', 'Jakarta'], 欧洲: ['Frankfurt'] },
  数据与智能研究院: { 大模型实验室: [], 算法平台: [] },
  集团总部: { 平台工程部: ['Site Reliability'], 信息安全部: [], 财务共享中心: [] },
  沙箱与试用: {}
};

export const UNITS = [
  '交易',
  '支付',
  '物流',
  '客服',
  '内容',
  '风控',
  '增长',
  '渠道',
  '广告',
  '会员',
  'Search',
  'Payments',
  'Fulfilment',
  'Identity',
  'Analytics',
  'Platform',
  'Mobile',
  'Partners'
] as const;

export const PRODUCTS = [
  '会员中心',
  '营销活动',
  '短信触达',
  '积分商城',
  '人群画像',
  '订单',
  '库存',
  '结算',
  '商品',
  '搜索',
  '推荐',
  '工单',
  '门店POS',
  '智能仓',
  '工业视觉',
  '流计算',
  '数据湖',
  '直播',
  '风控引擎',
  '对账',
  'checkout',
  'catalog',
  'billing',
  'identity',
  'gateway',
  'telemetry',
  'crm',
  'mlops'
] as const;

export const STAGES = [
  ['生产', 'prod'],
  ['预发', 'stg'],
  ['测试', 'test'],
  ['灾备', 'dr'],
  ['开发', 'dev']
] as const;

export const PEOPLE = [
  '林珊',
  '李雯',
  '周启明',
  '何静',
  '陈思远',
  '许可',
  '王晓东',
  '高远',
  '梁佳',
  '孙立',
  'Tan',
  '顾言',
  '冯越',
  'Maria Lopez',
  'Jonas Weber'
] as const;
