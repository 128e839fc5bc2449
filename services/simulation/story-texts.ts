import type { Language } from '../queries/explain';
import { fillTemplate } from '../queries/text-template';

type Text = Readonly<Record<Language, string>>;

// In the notation of text-template.ts: a clause in [ ] is left out when one of its values is absent.
const texts = {
  opened: {
    en: '{invoice} ({amount}) is {overdue} days past due: case opened[; nothing is sent yet: {why}]',
    'zh-CN': '{invoice}（{amount}）已逾期 {overdue} 天：案件建立[；暂不联系：{why}]',
  },
  openedBefore: {
    en: '{invoice} ({amount}) is due on {date}: case opened[; nothing is sent yet: {why}]',
    'zh-CN': '{invoice}（{amount}）将于 {date} 到期：案件建立[；暂不联系：{why}]',
  },
  sent: {
    en: '{step} sent by {channel} for {invoice}, day {day}[; the same message covers {covered}]',
    'zh-CN': '已通过{channel}就 {invoice} 发送 {step}（第 {day} 天）[，同时涵盖 {covered}]',
  },
  notSent: { en: '{step} not sent for {invoice}: {why}', 'zh-CN': '{invoice} 的 {step} 未发送：{why}' },
  task: {
    en: 'task for {role} about {invoice}: {task} ({step}, day {day})[ – {outcome}]',
    'zh-CN': '{invoice}：为 {role} 建立任务 {task}（{step}，第 {day} 天）[ – {outcome}]',
  },
  promised: {
    en: 'promises to pay {invoice} on {date}: nothing is sent until {until}',
    'zh-CN': '承诺于 {date} 支付 {invoice}：{until} 前暂不联系',
  },
  judged: { en: 'promise on {invoice} for {date}: {status}', 'zh-CN': '{invoice} 关于 {date} 的付款承诺：{status}' },
  paid: {
    en: 'pays {amount} for {invoice}[, {open} remain open]',
    'zh-CN': '就 {invoice} 付款 {amount}[，尚欠 {open}]',
  },
  ended: { en: 'case of {invoice} closed: {outcome}', 'zh-CN': '{invoice} 案件结束：{outcome}' },
} satisfies Record<string, Text>;

const closing: Text = {
  en:
    '{days} days of {invoices} invoices of {debtors} debtors in {seconds} s: {messages} messages, {tasks} tasks for people, ' +
    '{payments} payments, {settled} settled. Nothing left this machine, and nothing of it is kept.',
  'zh-CN':
    '{debtors} 个债务人的 {invoices} 张发票，{days} 天，用时 {seconds} 秒：发送 {messages} 条消息，建立 {tasks} 个人工任务，' +
    '收到 {payments} 笔付款，{settled} 张已结清。所有内容均未离开本机，也不作保留。',
};

/** The codes of what a story tells. */
export type StoryCode = keyof typeof texts;

const words: Readonly<Record<string, Text>> = {
  email: { en: 'e-mail', 'zh-CN': '电子邮件' },
  sms: { en: 'SMS', 'zh-CN': '短信' },
  letter: { en: 'letter', 'zh-CN': '信函' },
  noAnswer: { en: 'no answer', 'zh-CN': '无人应答' },
  settled: { en: 'settled', 'zh-CN': '已结清' },
  kept: { en: 'kept', 'zh-CN': '已兑现' },
  partlyKept: { en: 'partly kept', 'zh-CN': '部分兑现' },
  broken: { en: 'broken', 'zh-CN': '未兑现' },
  replaced: { en: 'replaced by another', 'zh-CN': '已被新承诺取代' },
};

/** A word of the product in a language of people; one without a translation stays as it is. */
export const wordOf = (word: string, language: Language): string => words[word]?.[language] ?? word;

/** One sentence of a story; absent values leave their clause out. */
export const storyText = (code: StoryCode, language: Language, values: Readonly<Record<string, string>>): string =>
  fillTemplate(texts[code][language], new Map(Object.entries(values)));

/** The last sentence of a story, with its numbers. */
export const closingText = (language: Language, values: Readonly<Record<string, number>>): string =>
  fillTemplate(closing[language], new Map(Object.entries(values).map(([name, value]) => [name, String(value)])));
