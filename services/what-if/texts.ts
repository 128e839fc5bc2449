import { wordOf } from '../policy-show/words';
import type { Dimension } from './segments';

/** The languages of a comparison. */
export const comparisonLanguages = ['en', 'zh-CN'] as const;
export type ComparisonLanguage = (typeof comparisonLanguages)[number];

/** Every sentence and heading of a comparison in one language. */
export interface ComparisonTexts {
  readonly language: ComparisonLanguage;
  /** What the figures are not: stands on every form of the comparison. */
  readonly note: string;
  readonly definitions: string;
  readonly assumptions: Readonly<Record<'noAnswer' | 'absent', string>>;
  readonly prices: (source: string, currency: string) => string;
  readonly title: (a: string, b: string, invoices: string) => string;
  readonly figures: Readonly<
    Record<'touched' | 'contacts' | 'covered' | 'tasks' | 'offers' | 'letters' | 'legalSteps' | 'cost', string>
  >;
  readonly panels: Readonly<
    Record<'summary' | 'channels' | 'contactRoles' | 'taskRoles' | 'days' | 'weeks' | 'segments', string>
  >;
  readonly firstContact: string;
  readonly day: string;
  readonly week: string;
  readonly difference: string;
  readonly invoices: string;
  readonly dimensions: Readonly<Record<Dimension, string>>;
  /** A segment of debtors of whom the book does not say it. */
  readonly unknown: string;
}

const en: ComparisonTexts = {
  language: 'en',
  note:
    'Payment dates are history: they are the same under both policies and no effect of either. This compares effort only: ' +
    'what was done, when, by whom and at what price. It does not say who would have paid earlier or later.',
  definitions:
    'Contacts are messages, calls and visits; tasks are all work for people, calls and visits included. Days count on the ' +
    'stage clock from the due date. Sizes are invoice amounts in their own currency; nothing is converted.',
  assumptions: {
    noAnswer: 'Tasks end at once without an answer and approvals are granted at once.',
    absent: 'Nobody answers tasks or approvals.',
  },
  prices: (source, currency) => `Cost by the price table (${source}), in ${currency}.`,
  title: (a, b, invoices) => `${a} (A) and ${b} (B) over the same ${invoices} invoices`,
  figures: {
    touched: 'Invoices acted on',
    contacts: 'Contacts',
    covered: 'Messages spared',
    tasks: 'Tasks',
    offers: 'Offers made',
    letters: 'Letters',
    legalSteps: 'Legal steps',
    cost: 'Cost',
  },
  panels: {
    summary: 'In total',
    channels: 'Contacts by channel',
    contactRoles: 'Contacts by role',
    taskRoles: 'Tasks by role',
    days: 'Days from the due date: median, and from the 10th to the 90th of a hundred invoices',
    weeks: 'Tasks per week',
    segments: 'By segment',
  },
  firstContact: 'first contact',
  day: 'Day (median)',
  week: 'week of',
  difference: 'B − A',
  invoices: 'Invoices',
  dimensions: { size: 'size', grade: 'grade', country: 'country' },
  unknown: 'unknown',
};

const zh: ComparisonTexts = {
  language: 'zh-CN',
  note:
    '付款日期是历史数据：两套策略下完全相同，不是任何一套策略的效果。本比较只看投入：做了什么、何时做、由谁做、花多少钱；' +
    '不说明谁会更早或更晚付款。',
  definitions:
    '“联系”指消息、电话和上门；“任务”指需要人做的全部工作，包括电话和上门。天数按阶段时钟从到期日起算。' +
    '金额档按发票原币种计，不做换算。',
  assumptions: { noAnswer: '任务一经建立即以“无人应答”结束，审批立即通过。', absent: '任务和审批均无人处理。' },
  prices: (source, currency) =>
    `成本按价目表计算（来源：${source === 'own choice' ? '自定' : source}），单位 ${currency}。`,
  title: (a, b, invoices) => `${a}（A）与 ${b}（B）：同一批 ${invoices} 张发票`,
  figures: {
    touched: '有动作的发票',
    contacts: '联系次数',
    covered: '合并省去的消息',
    tasks: '任务数',
    offers: '提出的优惠',
    letters: '函件',
    legalSteps: '法律步骤',
    cost: '成本',
  },
  panels: {
    summary: '合计',
    channels: '各渠道联系次数',
    contactRoles: '各角色联系次数',
    taskRoles: '各角色任务数',
    days: '距到期日天数：中位数，以及百张发票中第 10 至第 90 张的区间',
    weeks: '每周任务数',
    segments: '分段',
  },
  firstContact: '首次联系',
  day: '天（中位数）',
  week: '周（周一）',
  difference: 'B − A',
  invoices: '发票数',
  dimensions: { size: '金额', grade: '等级', country: '国家' },
  unknown: '未知',
};

/** The texts of a language. */
export const comparisonTexts: Readonly<Record<ComparisonLanguage, ComparisonTexts>> = { en, 'zh-CN': zh };

/** A channel, role or stage in words. */
export const namedIn = ({ language }: ComparisonTexts, group: 'channels' | 'roles' | 'stages', code: string): string =>
  wordOf(group, code, language);

/** A segment in words. */
export const segmentName = (
  { dimensions, unknown }: ComparisonTexts,
  { dimension, value }: { readonly dimension: Dimension; readonly value: string },
): string => `${dimensions[dimension]}: ${value === 'unknown' ? unknown : value}`;
