import * as fc from 'fast-check';
import type { EffectResult } from '../../domain/actions';
import { type Calendar, compileCalendar } from '../../domain/calendar';
import type { CaseState } from '../../domain/case-state';
import type { EffectAction } from '../../domain/fold-outcome';
import type { CaseMessage } from '../../domain/messages';
import type { CaseOpening } from '../../domain/open-state';
import type { Plan, PlanStep } from '../../domain/plan';
import { addDays, addMinutes, type EpochDay, epochDay, epochMinute, instantOf, isoDateOf } from '../../domain/time';
import { MINUTES_PER_DAY, OPEN_ENDED, parseDay } from '../../domain/time';
import { calendarSlice } from '../../services/calendar-slices';
import { aCallStep, aLawyerStep, aLetterStep, anOpening, aPlan, aStep } from './builders';

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'] as const;
const countries = { 'Asia/Shanghai': 'CN', 'Europe/Berlin': 'DE', 'America/New_York': 'US' } as const;

/** Where creditor and debtor are. */
export const anyPlace = fc.record({ creditor: fc.constantFrom(...zones), debtor: fc.constantFrom(...zones) });
export type Place = typeof anyPlace extends fc.Arbitrary<infer T> ? T : never;

/** The calendar that such a case would read at `asOf`. */
export function calendarAt(place: Place, asOf: number, through: EpochDay | null): Calendar {
  const from = epochDay(Math.floor(asOf / MINUTES_PER_DAY) - 3);
  const days = Math.max(400, through === null ? 0 : through - from + 30);
  const { creditor, debtor } = place;
  const slice = calendarSlice({
    creditorZone: creditor,
    debtorZone: debtor,
    debtorCountry: countries[debtor],
    from,
    days,
  });
  return compileCalendar(slice);
}

const conditions: readonly PlanStep['when'][] = [
  [],
  [],
  [{ fact: 'failedAttempts', atLeast: 2 }],
  [{ fact: 'grade', in: ['B', 'C'] }],
  [{ fact: 'brokenPromises', atLeast: 1 }],
  [{ fact: 'openBalanceMinor', atLeast: 50_000 }],
];

const anyStep = fc
  .record({
    kind: fc.constantFrom(aStep, aCallStep, aLetterStep, aLawyerStep),
    day: fc.integer({ min: -30, max: 60 }),
    entry: fc.boolean(),
    approval: fc.integer({ min: 0, max: 9 }),
    blocks: fc.boolean(),
    when: fc.constantFrom(...conditions),
    after: fc.option(fc.integer({ min: 0, max: 10 }), { freq: 5 }),
  })
  .map((given) => given);

/** Small plans of every kind: pre-due steps, conditions, approvals, blocking tasks, steps after others. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    steps: fc.array(anyStep, { minLength: 1, maxLength: 6 }),
    minGapDays: fc.integer({ min: 0, max: 5 }),
    reviewEveryDays: fc.integer({ min: 5, max: 30 }),
    catchUp: fc.constantFrom('fitting' as const, 'fromStart' as const),
    emailHours: fc.constantFrom(
      [[540, 1050]] as const,
      [
        [480, 720],
        [840, 1200],
      ] as const,
      [[600, 660]] as const,
    ),
  })
  .map(({ steps, minGapDays, reviewEveryDays, catchUp, emailHours }) => {
    const base = aPlan({ minGapDays, reviewEveryDays, catchUp });
    const sorted = [...steps].sort((a, b) => a.day - b.day);
    return {
      ...base,
      windows: { ...base.windows, email: { ranges: emailHours, workingDaysOnly: true } },
      steps: sorted.map(({ kind, day, entry, approval, blocks, when, after }, index) => {
        const step = kind({ id: `s${index}`, day, when, approval: approval === 0 ? { role: 'manager' } : null });
        return {
          ...step,
          entry: entry && step.channel !== 'internal',
          task: step.task === null ? null : { ...step.task, blocks },
          ...(after === null || index === 0 ? {} : { after: { steps: [`s${index - 1}`], days: after } }),
        };
      }),
    };
  });

/** A case that opens between forty days before and two hundred after its due date, in 2024 to 2030. */
export const anyOpening: fc.Arbitrary<CaseOpening> = fc
  .record({
    due: fc.integer({ min: parseDay('2024-01-01'), max: parseDay('2030-12-31') }),
    opensAfter: fc.oneof(fc.integer({ min: -40, max: 3 }), fc.integer({ min: 0, max: 200 })),
    minute: fc.nat(1439),
    grade: fc.constantFrom(null, 'A', 'B', 'C'),
    term: fc.integer({ min: 0, max: 90 }),
    holds: fc.array(
      fc.record({
        from: fc.integer({ min: -30, max: 60 }),
        days: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 9 }),
        partMinor: fc.option(fc.constantFrom(30_000, 60_000, 100_000), { freq: 1 }),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ due, opensAfter, minute, grade, term, holds }) =>
    anOpening({
      dueDay: epochDay(due),
      invoiceDay: epochDay(due - term),
      openedAt: epochMinute((due + opensAfter) * MINUTES_PER_DAY + minute),
      facts: { ...anOpening().facts, grade },
      holds: holds.map(({ from, days, partMinor }, index) => ({
        id: `old-${index}`,
        kind: partMinor === null ? 'manual' : 'dispute',
        from: epochDay(due + from),
        until: days === null ? OPEN_ENDED : due + from + days,
        partMinor,
      })),
    }),
  );

/** Something that is told to a case some time after the event before it, still without its facts. */
export const anyEvent = fc.record({
  what: fc.constantFrom(
    'pay',
    'reverse',
    'hold',
    'part',
    'release',
    'promise',
    'reply',
    'call',
    'grade',
    'due',
    'escalate',
    'approve',
    'refuse',
    'old',
    'again',
  ),
  afterMinutes: fc.oneof(fc.nat(600), fc.nat(40 * MINUTES_PER_DAY)),
  n: fc.integer({ min: 0, max: 60 }),
});
export type AnyEvent = typeof anyEvent extends fc.Arbitrary<infer T> ? T : never;

/** The message that `event` is to a case in `state` at `at`, on the creditor's `today`. */
export function messageOf(event: AnyEvent, state: CaseState, at: number, today: EpochDay, seq: number): CaseMessage {
  const { what, n } = event;
  const base = { v: 1 as const, id: `m${seq}`, at: instantOf(epochMinute(at)) };
  const day = (offset: number) => isoDateOf(addDays(today, offset));
  const ledger = (openBalanceMinor: number, ledgerSeq = state.ledgerSeq + 1) => ({ openBalanceMinor, ledgerSeq });
  const payment = { paymentId: `p${seq}`, amountMinor: 1, valueDate: day(0) };
  const hold = (partMinor: number | null) => ({
    ...base,
    hold: {
      holdId: `h${n % 3}`,
      kind: partMinor === null ? ('manual' as const) : ('dispute' as const),
      from: day(-(n % 20)),
      until: n % 7 === 0 ? null : day(n % 30),
      partMinor,
    },
  });
  switch (what) {
    case 'pay':
      return {
        kind: 'paymentReceived',
        body: { ...base, ...payment, ...ledger(n < 10 ? 0 : Math.floor(state.openBalanceMinor / 2)) },
      };
    case 'reverse':
      return { kind: 'paymentReversed', body: { ...base, ...payment, ...ledger(100_000) } };
    case 'old':
      return { kind: 'ledgerChanged', body: { ...base, entryType: 'fee', ...ledger(1_000_000, state.ledgerSeq) } };
    case 'hold':
      return { kind: 'placeHold', body: hold(null) };
    case 'part':
      return { kind: 'holdChanged', body: hold(n % 2 === 0 ? 60_000 : 100_000) };
    case 'release':
      return { kind: 'releaseHold', body: { ...base, holdId: `h${n % 3}`, releasedOn: day(0) } };
    case 'promise':
      return {
        kind: 'recordPromise',
        body: {
          ...base,
          promiseId: `p${seq}`,
          madeOn: day(0),
          promisedFor: day(n),
          holdUntil: day(n + 3),
          amountMinor: n % 2 === 0 ? 10_000 : null,
        },
      };
    case 'reply':
      return {
        kind: 'debtorReplied',
        body: { ...base, replyId: `r${seq}`, pausedUntil: n % 3 === 0 ? null : instantOf(epochMinute(at + n * 100)) },
      };
    case 'call':
      return {
        kind: 'recordCall',
        body: { ...base, taskId: state.tasks[0]?.id ?? 'none', outcome: n % 2 === 0 ? 'noAnswer' : 'reached' },
      };
    case 'grade':
      return {
        kind: 'debtorChanged',
        body: {
          ...base,
          grade: n % 2 === 0 ? 'C' : null,
          ...{ motive: null, relationship: null, ordering: null, language: state.facts.language },
          ...{ debtorOverdueMinor: null, contactHours: null },
        },
      };
    case 'due':
      return {
        kind: 'invoiceChanged',
        body: {
          ...base,
          ...ledger(state.openBalanceMinor, state.ledgerSeq),
          effectiveDueDate: isoDateOf(addDays(state.dueDay, n - 30)),
          reason: 'terms',
        },
      };
    case 'escalate':
      return { kind: 'escalate', body: { ...base, role: 'manager', reason: 'urgent' } };
    case 'approve':
    case 'refuse':
      return {
        kind: 'decideApproval',
        body: {
          ...base,
          approvalId: state.approval?.id ?? 'none',
          decision: what === 'approve' ? 'approved' : 'refused',
        },
      };
    case 'again':
      return { kind: 'paymentReceived', body: { ...base, id: state.seen[0] ?? 'first', ...payment, ...ledger(1) } };
  }
}

/** What the world answers to the effect number `seq`: chance comes from `n`. */
export function anyResult(action: EffectAction, state: CaseState, seq: number, n: number): EffectResult {
  switch (action.kind) {
    case 'perform': {
      if (action.step.template === null)
        return { kind: 'taskOpened', taskId: `t${seq}`, outcome: n % 2 === 0 ? null : 'noAnswer' };
      const contactId = `c${seq}`;
      if (n % 6 === 0) return { kind: 'coveredBy', contactId };
      if (n % 6 === 1) return { kind: 'unknown', contactId };
      if (n % 6 === 2) return { kind: 'refused', reason: { code: 'noAddress' } };
      // Never twice in a row: a gate that always defers would keep the case busy for ever.
      if (n % 6 === 3 && seq % 2 === 0) {
        const until = instantOf(addMinutes(state.now, 1 + n * 60));
        return { kind: 'deferredUntil', until, reason: { code: n % 4 === 0 ? 'hold' : 'cap' } };
      }
      return { kind: 'sent', contactId, channel: action.step.channel };
    }
    case 'requestApproval':
      return {
        kind: 'approvalRequested',
        approvalId: `a${seq}`,
        decision: ([null, 'approved', 'refused'] as const)[n % 3] ?? null,
      };
    case 'judgePromise':
      return { kind: 'promiseJudged' };
    default:
      return { kind: 'taskOpened', taskId: `e${seq}`, outcome: null };
  }
}
