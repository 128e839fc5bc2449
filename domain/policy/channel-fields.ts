import type { PlanStep } from '../plan';
import { isMessage } from './ladder';
import type { ParametersOf } from './problem';
import type { TextCode } from './problem-texts-en';
import type { Policy, PolicyStep } from './schema';

/** All channels that a step may use, in its order; the last is what follows an e-mail that nobody opens. */
export const channelsOfStep = ({ channel, fallback, readWithin }: PolicyStep): readonly PolicyStep['channel'][] => [
  ...new Set([channel, ...fallback, ...(readWithin === undefined ? [] : [readWithin.else])]),
];

/** Notes a fault of a field unless something holds: what stands there, and the code of what was expected. */
export type Need = <Code extends TextCode>(
  holds: boolean,
  field: string,
  value: unknown,
  code: Code,
  ...parameters: ParametersOf<Code>
) => void;

/** What a step says for single channels: does it use them? */
export function checkChannelFields(policy: Policy, step: PolicyStep, need: Need): void {
  const { attach, whatsapp, readWithin } = step;
  const used = channelsOfStep(step);
  const mails = isMessage(step) && used.includes('email');
  need(attach === undefined || mails, 'attach', attach?.join(', '), 'onlyEmailsCarry');
  need(attach === undefined || new Set(attach).size === attach.length, 'attach', attach?.join(', '), 'eachOnce');
  const writes = used.includes('whatsapp');
  for (const language of policy.languages) {
    const sid = whatsapp?.contentSid[language];
    need(!writes || sid !== undefined, `whatsapp.contentSid.${language}`, sid, 'contentTemplate', { language });
  }
  need(writes || whatsapp === undefined, 'whatsapp', 'whatsapp', 'noWhatsapp');
  if (readWithin === undefined) return;
  const isBill = step.effect === 'sendReminder' && step.channel === 'email' && step.halfTerm === undefined;
  need(isBill, 'readWithin', readWithin.hours, 'readableStep');
  const taken = policy.steps.some(({ id }) => id === unreadId(step.id));
  need(!taken, 'readWithin', unreadId(step.id), 'unreadName');
  const { repeat } = step;
  need(
    repeat === undefined || repeat.everyDays > daysOf(readWithin.hours),
    'readWithin.hours',
    readWithin.hours,
    'fewerHours',
  );
}

const unreadId = (id: string): string => `${id}Unread`;
const daysOf = (hours: number): number => Math.ceil(hours / 24);

/**
 * A row and, for an e-mail that has to be opened, the row that follows when nobody does: the same message on another
 * channel. Whether it is taken is the planner's to say, on what the case knows (S192).
 */
export function withUnreadRow(row: PlanStep): readonly PlanStep[] {
  if (row.readWithin === undefined) return [row];
  const { readWithin, attach: _attach, after: _after, window: _window, timing, instead: _instead, ...rest } = row;
  const days = daysOf(readWithin.hours);
  return [
    row,
    {
      ...rest,
      id: unreadId(row.id),
      day: row.day + days,
      ...(timing?.kind === 'event' ? { timing: { ...timing, days: timing.days + days } } : {}),
      channel: readWithin.else,
      fallback: [],
      entry: false,
      when: [],
      approval: null,
      unreadOf: { step: row.id, hours: readWithin.hours },
    },
  ];
}
