import type { Language } from '../queries/explain';

type Words = Readonly<Record<string, Readonly<Record<Language, string>>>>;

const effects: Words = {
  sendReminder: { en: 'reminder', 'zh-CN': '提醒' },
  sendLetter: { en: 'letter', 'zh-CN': '函件' },
  openCallTask: { en: 'call', 'zh-CN': '电话' },
  openVisitTask: { en: 'visit', 'zh-CN': '上门' },
  escalateToManager: { en: 'escalation', 'zh-CN': '上报' },
  instructLawyer: { en: 'lawyer', 'zh-CN': '律师' },
  openReviewTask: { en: 'review', 'zh-CN': '复核' },
  requestApproval: { en: 'waits for approval', 'zh-CN': '等待批准' },
  escalation: { en: 'escalation', 'zh-CN': '上报' },
};

const channels: Words = {
  email: { en: 'e-mail', 'zh-CN': '邮件' },
  sms: { en: 'SMS', 'zh-CN': '短信' },
  whatsapp: { en: 'WhatsApp', 'zh-CN': 'WhatsApp' },
  voice: { en: 'voice call', 'zh-CN': '语音' },
  letter: { en: 'post', 'zh-CN': '邮寄' },
  call: { en: 'phone', 'zh-CN': '电话' },
  visit: { en: 'visit', 'zh-CN': '上门' },
  wechat: { en: 'WeChat', 'zh-CN': '微信' },
  fax: { en: 'fax', 'zh-CN': '传真' },
  internal: { en: 'in house', 'zh-CN': '内部' },
};

const roles: Words = {
  owner: { en: 'account owner', 'zh-CN': '负责人' },
  sales: { en: 'sales', 'zh-CN': '销售' },
  finance: { en: 'finance', 'zh-CN': '财务' },
  afterSales: { en: 'after-sales', 'zh-CN': '售后' },
  intern: { en: 'intern', 'zh-CN': '实习生' },
  manager: { en: 'manager', 'zh-CN': '主管' },
  creditManager: { en: 'credit manager', 'zh-CN': '信用经理' },
  generalManager: { en: 'general manager', 'zh-CN': '总经理' },
  legal: { en: 'legal', 'zh-CN': '法务' },
  lawyer: { en: 'lawyer', 'zh-CN': '律师' },
};

const tones: Words = {
  service: { en: 'service', 'zh-CN': '服务' },
  friendly: { en: 'friendly', 'zh-CN': '友好' },
  neutral: { en: 'neutral', 'zh-CN': '中性' },
  firm: { en: 'firm', 'zh-CN': '坚定' },
  formal: { en: 'formal', 'zh-CN': '正式' },
  legal: { en: 'legal', 'zh-CN': '法律' },
};

// Stages are the policy's own; these are the ones of the packs.
const stages: Words = {
  preDue: { en: 'before due', 'zh-CN': '到期前' },
  due: { en: 'due', 'zh-CN': '到期' },
  friendly: { en: 'friendly', 'zh-CN': '友好提醒' },
  reminder: { en: 'reminder', 'zh-CN': '提醒' },
  call: { en: 'call', 'zh-CN': '电话' },
  formal: { en: 'formal', 'zh-CN': '正式催告' },
  negotiation: { en: 'negotiation', 'zh-CN': '协商' },
  manager: { en: 'manager', 'zh-CN': '主管介入' },
  legal: { en: 'legal', 'zh-CN': '法律' },
  court: { en: 'court', 'zh-CN': '诉讼' },
  early: { en: 'early', 'zh-CN': '早期' },
  middle: { en: 'middle', 'zh-CN': '中期' },
  late: { en: 'late', 'zh-CN': '后期' },
  order: { en: 'order', 'zh-CN': '下单' },
  offer: { en: 'offer', 'zh-CN': '优惠' },
  letter: { en: 'letter', 'zh-CN': '催款函' },
  afterSales: { en: 'after-sales', 'zh-CN': '售后' },
  compliance: { en: 'compliance', 'zh-CN': '合规' },
  verification: { en: 'verification', 'zh-CN': '核对' },
  earlyWarning: { en: 'early warning', 'zh-CN': '预警' },
  initial: { en: 'initial', 'zh-CN': '初步催收' },
  deep: { en: 'deep', 'zh-CN': '深度催收' },
  billing: { en: 'billing', 'zh-CN': '开票' },
  courtesy: { en: 'courtesy', 'zh-CN': '礼貌提醒' },
  deadline: { en: 'deadline', 'zh-CN': '限期' },
  pressure: { en: 'pressure', 'zh-CN': '施压' },
  visit: { en: 'visit', 'zh-CN': '上门' },
  punitive: { en: 'punitive', 'zh-CN': '惩罚' },
  agency: { en: 'agency', 'zh-CN': '委外' },
  litigation: { en: 'litigation', 'zh-CN': '诉讼' },
};

const facts: Words = {
  grade: { en: 'grade', 'zh-CN': '信用等级' },
  motive: { en: 'motive', 'zh-CN': '拖欠动机' },
  relationship: { en: 'relationship', 'zh-CN': '客户关系' },
  ordering: { en: 'still ordering', 'zh-CN': '仍在下单' },
  currency: { en: 'currency', 'zh-CN': '币种' },
  size: { en: 'size', 'zh-CN': '金额规模' },
  quadrant: { en: 'quadrant', 'zh-CN': '象限' },
  treatment: { en: 'treatment', 'zh-CN': '处理方式' },
  route: { en: 'route', 'zh-CN': '法律途径' },
  disputed: { en: 'disputed', 'zh-CN': '有争议' },
  receivable: { en: 'kind of claim', 'zh-CN': '应收类型' },
  openBalanceMinor: { en: 'open balance', 'zh-CN': '未结余额' },
  failedAttempts: { en: 'failed attempts', 'zh-CN': '联系失败次数' },
  failedChannels: { en: 'failed channels', 'zh-CN': '失败渠道数' },
  brokenPromises: { en: 'broken promises', 'zh-CN': '失信次数' },
  daysPastDue: { en: 'days past due', 'zh-CN': '逾期天数' },
  riskScore: { en: 'risk score', 'zh-CN': '风险评分' },
};

const values: Words = {
  negligent: { en: 'negligent', 'zh-CN': '疏忽' },
  pressured: { en: 'pressured', 'zh-CN': '资金紧张' },
  malicious: { en: 'malicious', 'zh-CN': '恶意' },
  longTerm: { en: 'long-term', 'zh-CN': '长期' },
  important: { en: 'important', 'zh-CN': '重要' },
  standard: { en: 'standard', 'zh-CN': '普通' },
  yes: { en: 'yes', 'zh-CN': '是' },
  no: { en: 'no', 'zh-CN': '否' },
  small: { en: 'small', 'zh-CN': '小额' },
  normal: { en: 'normal', 'zh-CN': '一般' },
  large: { en: 'large', 'zh-CN': '大额' },
  UNCLASSIFIED: { en: 'unclassified', 'zh-CN': '未分类' },
  justLate: { en: 'just late', 'zh-CN': '刚逾期' },
  drifting: { en: 'drifting', 'zh-CN': '拖延' },
  hard: { en: 'hard', 'zh-CN': '难收' },
  brokenPromise: { en: 'broken promise', 'zh-CN': '失信' },
  notLate: { en: 'not late', 'zh-CN': '未逾期' },
  paymentOrder: { en: 'payment order', 'zh-CN': '支付令' },
  suit: { en: 'suit', 'zh-CN': '诉讼' },
  arbitration: { en: 'arbitration', 'zh-CN': '仲裁' },
  sale: { en: 'sale', 'zh-CN': '债权转让' },
  agency: { en: 'agency', 'zh-CN': '委外' },
  prepayment: { en: 'prepayment', 'zh-CN': '预付款' },
  shipment: { en: 'shipment', 'zh-CN': '发货款' },
  retention: { en: 'retention', 'zh-CN': '质保金' },
  interest: { en: 'interest', 'zh-CN': '利息' },
  principal: { en: 'principal', 'zh-CN': '本金' },
  endOfDay: { en: 'end of day', 'zh-CN': '当日' },
  endOfWeek: { en: 'end of week', 'zh-CN': '本周日' },
  nextMonday: { en: 'before next Monday', 'zh-CN': '下周一前' },
  orderCompleted: { en: 'order completed', 'zh-CN': '订单完成' },
  receiptDenied: { en: 'invoice not received', 'zh-CN': '对方称未收到发票' },
  invoiceDispatched: { en: 'invoice dispatched', 'zh-CN': '发票寄出' },
  evidence: { en: 'evidence complete', 'zh-CN': '证据齐全' },
  offerExpired: { en: 'offer expired', 'zh-CN': '优惠已过期' },
  instalments3: { en: '3 instalments', 'zh-CN': '分 3 期' },
  halfNowRest: { en: 'half now, the rest in instalments', 'zh-CN': '先付一半，余款分期' },
  threeMonths: { en: '3 months', 'zh-CN': '分 3 个月' },
  sixMonths: { en: '6 months', 'zh-CN': '分 6 个月' },
  twelveMonths: { en: '12 months', 'zh-CN': '分 12 个月' },
  downPaymentAndTwo: { en: 'a part now, two months for the rest', 'zh-CN': '首付后两个月付清' },
};

const groups = { effects, channels, roles, tones, stages, facts, values } as const;

/** `camelCase` as words: what a name that is not in our lists is shown as. */
const spelled = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** The word of a name for people; names that a policy brought along are spelled out. */
export function wordOf(group: keyof typeof groups, name: string, language: Language): string {
  const words: Words = groups[group];
  return Object.hasOwn(words, name) ? (words[name]?.[language] ?? name) : spelled(name);
}
