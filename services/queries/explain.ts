import { z } from 'zod';
import type { Reason, ReasonCode } from '../../domain/reasons';
import { epochMinute, instantOf } from '../../domain/time';
import { fillTemplate } from './text-template';

/** The languages in which texts are rendered for readers of the API. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

// {step}, {until}, {day}, {n} and {detail} stand for the numbers of the reason; a clause in [ ] is left out when one of its
// values is absent.
const texts: Readonly<Record<ReasonCode, Readonly<Record<Language, string>>>> = {
  due: { en: '{step} is due[ on day {day}]', 'zh-CN': '{step} 已到期[（第 {day} 天）]' },
  notYet: {
    en: 'too early[ for {step}][, it is due on day {day}][, at {until}]',
    'zh-CN': '时间未到[：{step}][，第 {day} 天][，{until}]',
  },
  gap: {
    en: 'the minimum gap between steps is kept[ until {until}][ before {step}]',
    'zh-CN': '保持步骤之间的最小间隔[，至 {until}][，之后为 {step}]',
  },
  offerOpen: {
    en: 'an offer is still open[ until {until}][; then {step}]',
    'zh-CN': '优惠尚未到期[，至 {until}][，之后为 {step}]',
  },
  deadlineOpen: {
    en: 'the deadline of the last demand still runs[ until {until}][; then {step}]',
    'zh-CN': '上次催款的付款期限尚未届满[，至 {until}][，之后为 {step}]',
  },
  window: {
    en: 'outside the contact window[, which opens at {until}]',
    'zh-CN': '不在可联系时段内[，下一时段 {until}]',
  },
  payDay: {
    en: 'waits until shortly before the debtor has money[: {step}][ at {until}]',
    'zh-CN': '等到对方付款日或回款日前夕再联系[：{step}][，{until}]',
  },
  hold: { en: 'the case is on hold[ ({detail})][ until {until}]', 'zh-CN': '案件暂停中[（{detail}）][，至 {until}]' },
  promise: {
    en: 'the debtor promised to pay; nothing is sent[ until {until}]',
    'zh-CN': '债务人已承诺付款，暂不联系[，至 {until}]',
  },
  cap: {
    en: 'the contact limit is reached[ ({n})][; possible again at {until}]',
    'zh-CN': '已达联系次数上限[（{n}）][，{until} 后可再联系]',
  },
  minimumGap: {
    en: 'the last contact was too recently[; possible again at {until}]',
    'zh-CN': '距上次联系时间过短[，{until} 后可再联系]',
  },
  entry: {
    en: 'the case enters its plan at {step}[ on day {day}]',
    'zh-CN': '案件从 {step} 进入流程[（第 {day} 天）]',
  },
  exhausted: { en: 'all steps of the plan were taken', 'zh-CN': '流程的所有步骤均已执行' },
  review: { en: 'the case is to be reviewed by a person[ at {until}]', 'zh-CN': '案件待人工复核[，{until}]' },
  paid: { en: 'nothing is owed any more', 'zh-CN': '欠款已结清' },
  ended: { en: 'the case has ended', 'zh-CN': '案件已结束' },
  cancelled: { en: 'the case was cancelled', 'zh-CN': '案件已取消' },
  approval: { en: '[{step} ]waits for an approval', 'zh-CN': '[{step} ]等待审批' },
  approvalRefused: { en: '[{step} ]was refused by the approver', 'zh-CN': '[{step} ]未获批准' },
  taskOpen: { en: 'an open task[ of {step}] comes first', 'zh-CN': '须先完成未结任务[（{step}）]' },
  taskIgnored: { en: 'the task[ of {step}] was not done in time', 'zh-CN': '任务[（{step}）]逾期未处理' },
  promiseDue: { en: 'the promised date has passed', 'zh-CN': '承诺付款日已过' },
  unknownSend: {
    en: 'it is not known whether the last message left[; waiting until {until}]',
    'zh-CN': '上一条消息是否发出未知[，等待至 {until}]',
  },
  awaitingRead: {
    en: 'the e-mail may still be opened[; otherwise {step}][ at {until}]',
    'zh-CN': '等待对方打开邮件[，否则执行 {step}][，{until}]',
  },
  nothingUnread: {
    en: 'the e-mail was opened, or none waits for it',
    'zh-CN': '邮件已打开，或没有待打开的邮件',
  },
  replyPending: {
    en: 'a reply of the debtor waits to be read[; it seems to say: {detail}][, at most until {until}]',
    'zh-CN': '债务人的回复待处理[，内容似乎为：{detail}][，最迟 {until}]',
  },
  noAddress: {
    en: 'there is no address to reach the debtor[ ({detail})]',
    'zh-CN': '没有可用的联系方式[（{detail}）]',
  },
  fileIncomplete: {
    en: "the debtor's file is incomplete[: {detail}]",
    'zh-CN': '债务人资料不完整[：{detail}]',
  },
  noContactFlag: {
    en: 'the debtor must not be contacted[ until {until}]',
    'zh-CN': '该债务人设有禁止联系标记[，至 {until}]',
  },
  relationshipSized: {
    en: 'the debtor is so large a share of the book that a person takes care of it',
    'zh-CN': '该债务人占应收账款比重过大，须由专人处理',
  },
  contractUnknown: {
    en: 'a text of the law needs facts that nobody recorded[ ({detail})]',
    'zh-CN': '法律文书所需的合同信息尚未登记[（{detail}）]',
  },
  identicalText: {
    en: 'the carrier has had this text too often[ ({n})][; possible again at {until}]',
    'zh-CN': '相同内容短信已达运营商上限[（{n}）][，{until} 后可再发送]',
  },
  balanceZero: { en: 'nothing is open on the invoice', 'zh-CN': '发票无未结余额' },
  staleStep: { en: 'the facts changed before {step} was taken', 'zh-CN': '执行 {step} 前情况已变化' },
  alreadyCovered: { en: 'another message to the debtor covered this step', 'zh-CN': '另一条消息已涵盖该步骤' },
  escalated: { en: 'the case was escalated[ to {detail}]', 'zh-CN': '案件已升级[至 {detail}]' },
  preDueMissed: {
    en: '{step} belongs before the due date and is passed over',
    'zh-CN': '{step} 应在到期日前执行，已略过',
  },
  providerRefused: { en: 'the provider refused the message[ ({detail})]', 'zh-CN': '服务商拒绝发送[（{detail}）]' },
  proposal: {
    en: 'the message waits for a person to release it[ ({step})][; looked at again at {until}]',
    'zh-CN': '消息待人工放行[（{step}）][，{until} 再次检查]',
  },
  proposalRejected: { en: 'a person rejected the message', 'zh-CN': '消息已被人工驳回' },
  requested: { en: '{step} is taken now because a person asked for it', 'zh-CN': '应人工要求立即执行 {step}' },
  headsUp: {
    en: 'sales were told and may object[ until {until}][; then {step}]',
    'zh-CN': '已通知销售，可提出异议[，至 {until}][，之后为 {step}]',
  },
  rateShare: {
    en: '[{detail} ]is busy with what was planned for it[; {step} goes out by it at {until}]',
    'zh-CN': '[{detail} ]正忙于计划内的发送[；{step} 将于 {until} 通过该渠道发出]',
  },
  deferred: { en: 'put off[ until {until}]', 'zh-CN': '已推迟[至 {until}]' },
};

/** Whether `text` is a code that this version knows. */
export const isReasonCode = (text: string): text is ReasonCode => text in texts;

const storedReason = z.object({
  code: z.string().refine(isReasonCode),
  step: z.string().optional(),
  until: z.number().optional(),
  day: z.number().optional(),
  n: z.number().optional(),
  detail: z.string().optional(),
});

/** A reason read from a JSON column; null when the column holds none that this version knows. */
export function reasonOf(column: unknown): Reason | null {
  const { code, step, until, day, n, detail } = storedReason.safeParse(column).data ?? {};
  if (code === undefined) return null;
  return {
    code,
    ...(step === undefined ? {} : { step }),
    ...(until === undefined ? {} : { until }),
    ...(day === undefined ? {} : { day }),
    ...(n === undefined ? {} : { n }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Local date and time `YYYY-MM-DD HH:MM` of a UTC instant in `zone`. */
export function localTime(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(new Date(instant));
}

/** A reason as a clause for people; `until` in the local time of `zone` (decisions 2.22: rendered only when read). */
export function explain(reason: Reason, language: Language, zone: string): string {
  const values = new Map<string, string>();
  if (reason.step !== undefined) values.set('step', reason.step);
  if (reason.day !== undefined) values.set('day', String(reason.day));
  if (reason.n !== undefined) values.set('n', String(reason.n));
  if (reason.detail !== undefined) values.set('detail', reason.detail);
  if (reason.until !== undefined) values.set('until', localTime(instantOf(epochMinute(reason.until)), zone));
  return fillTemplate(texts[reason.code][language], values);
}
