import type { Language } from './explain';

type Text = Readonly<Record<Language, string>>;

const other: Text = { en: '{code}', 'zh-CN': '{code}' };

// Keyed by the code of a timeline entry; see text-template.ts for the notation.
const texts: Readonly<Record<string, Text>> = {
  caseEnrolled: { en: 'case opened[ under policy {policy}]', 'zh-CN': '案件建立[，策略 {policy}]' },
  caseReopened: { en: 'case reopened[: {reason}]', 'zh-CN': '案件重新打开[：{reason}]' },
  caseEnded: { en: 'case ended[: {outcome}]', 'zh-CN': '案件结束[：{outcome}]' },
  'decision.wait': {
    en: 'nothing to do[ until {until}][, because {why}]',
    'zh-CN': '暂不行动[，至 {until}][，原因：{why}]',
  },
  'decision.perform': {
    en: 'decided to take {step}[, because {why}][, and passed over {passedOver}]',
    'zh-CN': '决定执行 {step}[，原因：{why}][，跳过 {passedOver}]',
  },
  'decision.requestApproval': { en: 'asked for an approval of {step}', 'zh-CN': '为 {step} 申请审批' },
  'decision.escalate': { en: 'decided to escalate[, because {why}]', 'zh-CN': '决定升级[，原因：{why}]' },
  'decision.escalateIgnoredTask': { en: 'escalated a task[, because {why}]', 'zh-CN': '任务升级[，原因：{why}]' },
  'decision.judgePromise': { en: 'judged a promise[, because {why}]', 'zh-CN': '评定付款承诺[，原因：{why}]' },
  'decision.close': { en: 'decided to end the case[, because {why}]', 'zh-CN': '决定结束案件[，原因：{why}]' },
  'ledger.invoice': { en: 'invoice over {amount} {currency}', 'zh-CN': '开具发票 {amount} {currency}' },
  'ledger.payment': {
    en: 'payment of {amount} {currency} received, value date {date}',
    'zh-CN': '收到付款 {amount} {currency}，起息日 {date}',
  },
  'ledger.paymentReversal': {
    en: 'payment of {amount} {currency} went back, value date {date}',
    'zh-CN': '付款 {amount} {currency} 被退回，起息日 {date}',
  },
  ledger: {
    en: '{type} of {amount} {currency}, value date {date}',
    'zh-CN': '{type} {amount} {currency}，起息日 {date}',
  },
  'contact.reserved': { en: '{step} by {channel} is being prepared', 'zh-CN': '{step}（{channel}）准备中' },
  'contact.sending': { en: '{step} by {channel} is being sent', 'zh-CN': '{step}（{channel}）发送中' },
  'contact.unknown': {
    en: 'it is not known whether {step} by {channel} left; a person finds out',
    'zh-CN': '{step}（{channel}）是否发出未知，待人工核实',
  },
  'contact.cancelled': {
    en: '{step} by {channel} was cancelled[: {failure}]',
    'zh-CN': '{step}（{channel}）已取消[：{failure}]',
  },
  'contact.sent': { en: '{step} sent by {channel}', 'zh-CN': '已通过 {channel} 发送 {step}' },
  'contact.delivered': { en: '{step} delivered by {channel}', 'zh-CN': '{step}（{channel}）已送达' },
  'contact.read': { en: '{step} opened by the recipient (unverified)', 'zh-CN': '{step} 已被打开（未经核实）' },
  'contact.failed': { en: '{step} by {channel} failed[: {failure}]', 'zh-CN': '{step}（{channel}）失败[：{failure}]' },
  'task.opened': {
    en: 'task for {role}: {task}[, because {why}]',
    'zh-CN': '为 {role} 建立任务：{task}[，原因：{why}]',
  },
  'task.closed': { en: 'task {task} done[: {outcome}]', 'zh-CN': '任务 {task} 完成[：{outcome}]' },
  'hold.placed': {
    en: 'on hold ({hold}) from {date}[ until {until}]',
    'zh-CN': '暂停（{hold}），自 {date}[ 至 {until}]',
  },
  'hold.released': { en: 'hold ({hold}) released', 'zh-CN': '解除暂停（{hold}）' },
  'promise.made': {
    en: 'promise to pay[ {amount} {currency}] on {date}',
    'zh-CN': '承诺于 {date} 付款[ {amount} {currency}]',
  },
  'promise.judged': { en: 'promise for {date}: {status}', 'zh-CN': '{date} 的付款承诺：{status}' },
  'approval.requested': { en: 'approval of {step} asked of {role}', 'zh-CN': '{step} 提请 {role} 审批' },
  'approval.decided': { en: 'approval of {step}: {status}', 'zh-CN': '{step} 审批结果：{status}' },
  'reply.received': {
    en: 'the debtor answered by {channel}[; it seems to say: {suggestions}]; nothing is sent until it is read[, at most until {until}]',
    'zh-CN': '债务人通过 {channel} 回复[，内容似乎为：{suggestions}]；阅读前暂不联系[，最迟 {until}]',
  },
  'reply.classified': { en: 'the reply was read: {meaning}', 'zh-CN': '回复已处理：{meaning}' },
  contactProposed: { en: '{step} waits for a person to release it', 'zh-CN': '{step} 待人工放行' },
  proposalEdited: { en: '{actor} changed the words of a message', 'zh-CN': '{actor} 修改了消息文字' },
  proposalReleased: { en: '{actor} released a message', 'zh-CN': '{actor} 放行了消息' },
  proposalRejected: { en: '{actor} rejected a message[: {reason}]', 'zh-CN': '{actor} 驳回了消息[：{reason}]' },
  proposalWithdrawn: {
    en: 'a message that waited was withdrawn[, because {because}]',
    'zh-CN': '待放行的消息已撤回[，原因：{because}]',
  },
  proposalSentBack: {
    en: 'a released message came back: it states a date that has moved',
    'zh-CN': '已放行的消息被退回：其中的日期已变动',
  },
  sendNowRequested: { en: '{actor} wants {step} now[: {reason}]', 'zh-CN': '{actor} 要求立即执行 {step}[：{reason}]' },
  stepSkipped: { en: '{actor} skipped {step}[: {reason}]', 'zh-CN': '{actor} 跳过 {step}[：{reason}]' },
  letterRecalled: { en: '{actor} fetched a letter back[: {reason}]', 'zh-CN': '{actor} 已截回信函[：{reason}]' },
  letterUnstoppable: {
    en: 'money arrived after a letter had left; it could not be stopped[: {reason}]',
    'zh-CN': '款项到账时信函已寄出，无法截回[：{reason}]',
  },
  salesTold: { en: 'sales were told of {step}', 'zh-CN': '已就 {step} 通知销售' },
  'dueDate.changed': { en: 'due date moved from {from} to {date}', 'zh-CN': '到期日由 {from} 改为 {date}' },
};

/** The template of an entry with `code`; a part before its dot, or the bare code, stands in for one without a text. */
export function timelineText(code: string, language: Language): string {
  const text = texts[code] ?? texts[code.split('.', 1).join('')] ?? other;
  return text[language];
}
