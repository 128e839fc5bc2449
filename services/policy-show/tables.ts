import { compileCondition } from '../../domain/policy/compile-steps';
import type { Policy, PolicyStep } from '../../domain/policy/schema';
import { type Language, localTime } from '../queries/explain';
import { conditionsText, dayText, offerText, offeredText, payByText, requirementText, timingText } from './clauses';
import { wordOf } from './words';

/** A table of texts. */
export interface TextTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What the table of a time line needs of a row, also of one that came over HTTP. */
export interface ShownRow {
  readonly day: number;
  readonly at: string;
  readonly occurrence: number;
  readonly kind: string;
  readonly channel: string;
  readonly role: string;
  readonly tone: string | null;
  readonly template: string | null;
  readonly payBy: string | null;
  readonly offer: {
    readonly percent: number | null;
    readonly of: string | null;
    readonly plan: string | null;
    readonly until: string;
  } | null;
  readonly requires: readonly string[];
  readonly sources: readonly string[];
}

const titles = {
  ladder: {
    en: ['Step', 'When', 'What', 'Through', 'By', 'Tone', 'Only for', 'With', 'Sources'],
    'zh-CN': ['步骤', '时间', '动作', '渠道', '执行人', '语气', '适用条件', '附带', '依据'],
  },
  timeline: {
    en: ['Day', 'Date and time', 'What', 'Through', 'By', 'Tone', 'Message', 'With', 'Sources'],
    'zh-CN': ['天', '日期与时间', '动作', '渠道', '执行人', '语气', '消息', '附带', '依据'],
  },
} as const;

const dash = (text: string): string => (text === '' ? '–' : text);

/** The ladder of a policy as a table for people. */
export const ladderTable = ({ steps }: Policy, language: Language): TextTable => ({
  titles: titles.ladder[language],
  rows: steps.map((step) => [
    step.id,
    timingText(step, language),
    wordOf('effects', step.effect, language),
    [step.channel, ...step.fallback].map((channel) => wordOf('channels', channel, language)).join(' → '),
    wordOf('roles', step.role, language),
    step.tone === undefined ? '–' : wordOf('tones', step.tone, language),
    dash(conditionsText(step.when.map(compileCondition), language)),
    dash(extrasOf(step, language).join('; ')),
    [...(step.sources ?? []), ...(step.ownChoice === undefined ? [] : [step.ownChoice])].join(' '),
  ]),
});

function extrasOf(step: PolicyStep, language: Language): readonly string[] {
  const { payBy, offer, requires = [], approval, instead } = step;
  const replaced = instead?.join(', ') ?? '';
  return [
    ...(payBy === undefined ? [] : [payByText(payBy, language)]),
    ...(offer === undefined ? [] : [offerText(plainOffer(offer), language)]),
    ...requires.map((requirement) => requirementText(requirement, language)),
    ...(approval === undefined ? [] : [requirementText(`approval:${approval.role}`, language)]),
    ...(replaced === '' ? [] : [language === 'en' ? `instead of ${replaced}` : `取代 ${replaced}`]),
  ];
}

const plainOffer = ({ percent, of, plan, validity }: NonNullable<PolicyStep['offer']>) => ({
  ...(percent === undefined ? {} : { percent }),
  ...(of === undefined ? {} : { of }),
  ...(plan === undefined ? {} : { plan }),
  validity,
});

/** What happens to an invoice as a table for people; times are those of `zone`. */
export const timelineTable = (rows: readonly ShownRow[], zone: string, language: Language): TextTable => ({
  titles: titles.timeline[language],
  rows: rows.map((row) => [
    dayText(row.day),
    localTime(row.at, zone),
    `${wordOf('effects', row.kind, language)}${row.occurrence > 1 ? ` (${row.occurrence})` : ''}`,
    wordOf('channels', row.channel, language),
    wordOf('roles', row.role, language),
    row.tone === null ? '–' : wordOf('tones', row.tone, language),
    row.template ?? '–',
    dash(timelineExtras(row, language).join('; ')),
    row.sources.join(' '),
  ]),
});

function timelineExtras({ payBy, offer, requires }: ShownRow, language: Language): readonly string[] {
  const en = language === 'en';
  return [
    ...(payBy === null ? [] : [en ? `pay by ${payBy}` : `付款期限 ${payBy}`]),
    ...(offer === null
      ? []
      : [
          en
            ? `${offeredText(offer, language)} until ${offer.until}`
            : `${offeredText(offer, language)}，至 ${offer.until}`,
        ]),
    ...requires.map((requirement) => requirementText(requirement, language)),
  ];
}
