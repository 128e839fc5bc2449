/** What the fields of a policy mean, in the languages of its readers: shown by editors and by `policy show`. */
export const fieldTexts: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string } | undefined>> = {
  policy: { en: 'Name of the policy, as that of its folder.', 'zh-CN': '策略名称，与文件夹同名。' },
  version: {
    en: 'Every change needs a new number: a stored version never changes.',
    'zh-CN': '每次修改须用新版本号：已保存的版本不再改变。',
  },
  languages: { en: 'Languages that every message has.', 'zh-CN': '每条消息须具备的语言。' },
  stages: { en: 'Stages of a case, in order.', 'zh-CN': '案件阶段，按先后排列。' },
  catchUp: {
    en: 'Where an old debt enters the ladder: at the step that fits its age, or at the first.',
    'zh-CN': '旧账从何处进入流程：按账龄对应的步骤（fitting）或第一步（fromStart）。',
  },
  minGapDays: { en: 'Least number of days between two steps.', 'zh-CN': '两个步骤之间的最少天数。' },
  reviewEveryDays: {
    en: 'After the last step a person looks at the case so often, in days.',
    'zh-CN': '全部步骤执行完后，每隔多少天人工复核一次。',
  },
  review: { en: 'Who reviews such a case, and within how many days.', 'zh-CN': '由谁复核，几天之内完成。' },
  promiseGraceBankDays: {
    en: 'Working days of grace after a promised date.',
    'zh-CN': '承诺付款日之后的宽限工作日数。',
  },
  unknownAfterHours: {
    en: 'Hours to wait after a message that perhaps went out.',
    'zh-CN': '发送结果不明时，等待多少小时再继续。',
  },
  caps: {
    en: 'Most automatic contacts of one debtor, over all invoices and channels.',
    'zh-CN': '对同一债务人自动联系次数的上限（合计所有发票与渠道）。',
  },
  limits: {
    en: 'Limits of addresses, carriers, calls and visits; what is not stated is as in `standard`.',
    'zh-CN': '对同一地址、运营商、电话与上门次数的限制；未写明的同 standard。',
  },
  preset: {
    en: 'Takes the limits of a text of law that does not bind between companies: policies/presets.',
    'zh-CN': '采用某项规范的次数限制（对企业间债务无约束力），见 policies/presets。',
  },
  perAddress: {
    en: 'Most automatic contacts to one address, over all debtors that share it.',
    'zh-CN': '同一地址的自动联系次数上限（多个债务人共用时合计）。',
  },
  conversations: {
    en: 'Most calls and visits that reach the debtor or are still to be made.',
    'zh-CN': '已联系上或待进行的电话与上门次数上限。',
  },
  attempts: { en: 'Most calls and visits, also those that reach nobody.', 'zh-CN': '电话与上门次数上限（含未接通）。' },
  daysAfterTalk: {
    en: 'No further call or visit within so many days after a conversation.',
    'zh-CN': '通话或面谈之后若干天内不再致电或上门。',
  },
  carriers: {
    en: 'What a carrier takes for one number in 24 hours, by the beginning of the number.',
    'zh-CN': '运营商对同一号码24小时内的短信限制，按号码前缀。',
  },
  precedence: {
    en: 'What wins where motive and stage, quadrant and stage say different things.',
    'zh-CN': '拖欠动机与阶段、象限与阶段相冲突时以何者为准。',
  },
  longTerm: {
    en: 'From when on a customer of whom nobody said anything counts as long-term.',
    'zh-CN': '未经人工标注的客户，往来多久、付清多少张发票后视为长期客户。',
  },
  chase: {
    en: 'From which sum on a claim is chased at all, with what else the debtor owes overdue.',
    'zh-CN': '达到多少金额（连同该客户其他逾期款）才开始催收。',
  },
  sizes: { en: 'When a claim counts as small or large, by currency.', 'zh-CN': '各币种下小额与大额的界限。' },
  priority: {
    en: "What a debtor's place in the work list depends on, in percent.",
    'zh-CN': '工作清单排序的权重（百分比，合计100）。',
  },
  payDays: {
    en: 'Contacts wait for the payment days of a debtor, as far as they are known.',
    'zh-CN': '联系时机等到对方付款日或回款日前夕（已知时）。',
  },
  workingDaysBefore: {
    en: 'How many working days before a payment day somebody speaks.',
    'zh-CN': '在付款日之前多少个工作日联系。',
  },
  withinDays: { en: 'How many days a contact waits for it at most.', 'zh-CN': '最多为此等待多少天。' },
  risk: {
    en: 'How the risk of a debtor is weighed before anything is due, in percent; supplies riskScore.',
    'zh-CN': '到期前评估客户风险的权重（百分比，合计100），得出 riskScore。',
  },
  habits: { en: 'How the debtor has paid.', 'zh-CN': '付款习惯。' },
  history: { en: 'How long and how often it has paid us.', 'zh-CN': '历史交易记录。' },
  market: { en: 'What the market says of it.', 'zh-CN': '市场信息。' },
  quadrants: { en: 'Limits of value and ease of recovery.', 'zh-CN': '金额高低与回收难易的界限（四象限）。' },
  routes: {
    en: 'Way to court or out of the book: the first row that fits.',
    'zh-CN': '法律或处置途径：取第一条符合的。',
  },
  interest: { en: 'Late interest as this policy claims it.', 'zh-CN': '本策略主张的逾期利息。' },
  care: { en: 'Tasks of relationship care before feasts.', 'zh-CN': '节日前的客户关怀任务。' },
  reviewMessages: {
    en: 'Whether every message waits for a person to release it.',
    'zh-CN': '所有消息是否须经人工放行。',
  },
  reviewMessage: {
    en: 'The message of this step waits for a person to release it.',
    'zh-CN': '本步骤的消息须经人工放行。',
  },
  windows: {
    en: "Hours on the debtor's clock, by channel or by a name that steps ask for.",
    'zh-CN': '债务人当地时间的可联系时段，按渠道或步骤所指定的名称。',
  },
  steps: { en: 'The ladder, in order.', 'zh-CN': '催收步骤，按先后排列。' },
  id: { en: 'Name of the step; it never changes its meaning.', 'zh-CN': '步骤标识，含义永不改变。' },
  day: { en: 'Days after the due date; negative before it.', 'zh-CN': '到期日之后的天数；负数为到期日之前。' },
  after: { en: 'So many days after another step was performed.', 'zh-CN': '另一步骤执行之后若干天。' },
  halfTerm: { en: 'When half of the credit term has passed.', 'zh-CN': '账期过半之时。' },
  event: { en: 'So many days after an event of the order.', 'zh-CN': '订单某一事件之后若干天。' },
  repeat: { en: 'Again every so many days, up to a day.', 'zh-CN': '每隔若干天重复，直至某天。' },
  stage: { en: 'Stage of a case in which this step was the last.', 'zh-CN': '执行该步骤后案件所处的阶段。' },
  effect: { en: 'What is done.', 'zh-CN': '执行的动作。' },
  channel: { en: 'Through what it is done.', 'zh-CN': '渠道。' },
  fallback: {
    en: 'Other channels, in order, when that one does not reach the debtor.',
    'zh-CN': '首选渠道无法送达时依次改用的渠道。',
  },
  role: { en: 'Who performs or signs it.', 'zh-CN': '执行或签署的角色。' },
  addressee: { en: "Whom it addresses, in the debtor's contact matrix.", 'zh-CN': '对方联系人角色。' },
  severity: {
    en: 'How hard the step is, 1 to 9; it only rises along the ladder.',
    'zh-CN': '强度（1–9），沿流程只升不降。',
  },
  tone: { en: 'How it is said; it only gets harder along the ladder.', 'zh-CN': '语气，沿流程只会更强硬。' },
  formal: {
    en: 'A formal notice: counted by the caps, not blocked by them.',
    'zh-CN': '正式通知：计入上限，但不受其限制。',
  },
  entry: { en: 'Whether an old debt may enter the ladder here.', 'zh-CN': '旧账可否从此步骤进入流程。' },
  template: { en: 'The message: templates/<name>.<language>.<format>.liquid.', 'zh-CN': '消息模板名称。' },
  window: { en: "A window of its own instead of the channel's.", 'zh-CN': '不用渠道时段，改用指定的时段。' },
  payBy: {
    en: 'The deadline that the message sets; harder steps wait for it.',
    'zh-CN': '消息设定的付款期限，更强硬的步骤须等其届满。',
  },
  offer: { en: 'What is offered, and until when.', 'zh-CN': '提供的优惠及其有效期。' },
  requires: { en: 'What must be there before.', 'zh-CN': '前置要求。' },
  instead: { en: 'Steps that this one replaces.', 'zh-CN': '被本步骤取代的步骤。' },
  when: {
    en: 'All of these must hold; a fact that is not known fails.',
    'zh-CN': '须全部满足的条件；未知的事实视为不满足。',
  },
  attach: {
    en: 'Documents that go with the e-mail: statement of account, letter, copies of the invoices.',
    'zh-CN': '邮件附件：对账单（statement）、函件（letter）、发票副本（invoice）。',
  },
  whatsapp: {
    en: 'The content template that WhatsApp has approved; WhatsApp sends nothing else.',
    'zh-CN': 'WhatsApp 已审核通过的内容模板；未经审核不得发送。',
  },
  contentSid: { en: "Twilio's id of the template, by language.", 'zh-CN': 'Twilio 内容模板编号，按语言。' },
  variables: {
    en: 'Variables of our templates that fill its places {{1}}, {{2}} …',
    'zh-CN': '依次填入 {{1}}、{{2}} 等位置的模板变量。',
  },
  readWithin: {
    en: 'An e-mail that nobody opens within so many hours is followed by another channel.',
    'zh-CN': '邮件在若干小时内未被打开，则改用另一渠道。',
  },
  hours: { en: 'Hours after the e-mail went out.', 'zh-CN': '邮件发出后的小时数。' },
  else: { en: 'The channel that follows.', 'zh-CN': '后续改用的渠道。' },
  recording: {
    en: 'Whether calls are recorded; who is called is told first in any event.',
    'zh-CN': '通话是否录音；录音前一律须告知对方。',
  },
  mode: { en: 'off, whenNeeded or always.', 'zh-CN': 'off（不录）、whenNeeded（必要时）或 always（一律）。' },
  approval: { en: 'Who must approve it first.', 'zh-CN': '须由谁事先批准。' },
  task: {
    en: 'The task for a person: days until it counts as ignored, and who then hears of it.',
    'zh-CN': '人工任务：几天未处理视为无人处理，并上报给谁。',
  },
  sources: { en: 'Rules of the catalogue behind it: S53, X3, R30 …', 'zh-CN': '依据的规则编号：S53、X3、R30 等。' },
  ownChoice: {
    en: 'Our own choice: U1, or an entry of the settled questions.',
    'zh-CN': '自行选定的依据：U1 或决策条目。',
  },
};
