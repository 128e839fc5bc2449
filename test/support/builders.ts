import {
  type CaseHold,
  type CaseState,
  type OpenPromise,
  type PerformedStep,
  unclassifiedFacts,
} from '../../domain/case-state';
import type { ContactFacts } from '../../domain/contact/decide-contact';
import type { CaseMessage } from '../../domain/messages';
import type { CaseOpening } from '../../domain/open-state';
import { openState } from '../../domain/open-state';
import type { Plan, PlanStep } from '../../domain/plan';
import { type EpochMinute, isoDate, minuteOf, OPEN_ENDED, parseDay } from '../../domain/time';

const hours = { ranges: [[540, 1050]], workingDaysOnly: true } as const;
const callHours = {
  ranges: [
    [600, 690],
    [900, 1020],
  ],
  workingDaysOnly: true,
} as const;

/** An e-mail on day 3, changed by `overrides`. */
export const aStep = (overrides: Partial<PlanStep> = {}): PlanStep => ({
  id: 'friendly',
  occurrence: 1,
  day: 3,
  stage: 'friendly',
  effect: 'sendReminder',
  channel: 'email',
  fallback: ['sms'],
  role: 'owner',
  addressee: 'accountsPayable',
  severity: 1,
  formal: false,
  entry: true,
  template: 'friendly',
  when: [],
  approval: null,
  task: null,
  sources: ['S53'],
  ...overrides,
});

/** A call task on day 10. */
export const aCallStep = (overrides: Partial<PlanStep> = {}): PlanStep =>
  aStep({
    id: 'call',
    day: 10,
    stage: 'call',
    effect: 'openCallTask',
    channel: 'call',
    fallback: [],
    severity: 2,
    template: null,
    task: { deadlineDays: 5, escalateTo: 'manager', blocks: false },
    ...overrides,
  });

/** A formal letter on day 20. */
export const aLetterStep = (overrides: Partial<PlanStep> = {}): PlanStep =>
  aStep({
    id: 'letter',
    day: 20,
    stage: 'formal',
    effect: 'sendLetter',
    channel: 'letter',
    severity: 3,
    formal: true,
    ...overrides,
  });

/** The lawyer's step on day 46, which nobody enters and a manager approves. */
export const aLawyerStep = (overrides: Partial<PlanStep> = {}): PlanStep =>
  aStep({
    id: 'lawyer',
    day: 46,
    stage: 'legal',
    effect: 'instructLawyer',
    channel: 'internal',
    fallback: [],
    severity: 5,
    entry: false,
    template: null,
    approval: { role: 'manager' },
    task: { deadlineDays: 5, escalateTo: null, blocks: false },
    ...overrides,
  });

/** Friendly reminder (3), call (10), letter (20), lawyer (46): windows and caps as in `standard`. */
export const aPlan = (overrides: Partial<Plan> = {}): Plan => ({
  v: 1,
  policy: 'test',
  version: 1,
  hash: 'hash',
  stages: ['friendly', 'call', 'formal', 'legal'],
  minGapDays: 3,
  reviewEveryDays: 30,
  catchUp: 'fitting',
  promiseGraceBankDays: 2,
  unknownAfterHours: 24,
  windows: {
    email: hours,
    sms: hours,
    whatsapp: hours,
    voice: hours,
    letter: hours,
    call: callHours,
    visit: callHours,
    wechat: hours,
    fax: hours,
    internal: hours,
  },
  caps: { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48 },
  review: { role: 'manager', deadlineDays: 5 },
  steps: [aStep(), aCallStep(), aLetterStep(), aLawyerStep()],
  ...overrides,
});

/** 1,000.00 CNY due on 2026-03-02, a Monday; opened at 00:00 in Shanghai on the day after. */
export const anOpening = (overrides: Partial<CaseOpening> = {}): CaseOpening => ({
  caseId: 'case-1',
  invoiceId: 'invoice-1',
  debtorId: 'debtor-1',
  currency: 'CNY',
  openedAt: minuteOf('2026-03-02T16:00Z'),
  dueDay: parseDay('2026-03-02'),
  invoiceDay: parseDay('2026-01-05'),
  openBalanceMinor: 100_000,
  ledgerSeq: 1,
  facts: unclassifiedFacts('en'),
  holds: [],
  promise: null,
  brokenPromises: 0,
  failedAttempts: 0,
  performed: [],
  tasks: [],
  escalations: 0,
  ...overrides,
});

/** The state in which that case begins, changed by `overrides`. */
export const aState = (
  plan: Plan,
  opening: Partial<CaseOpening> = {},
  overrides: Partial<CaseState> = {},
): CaseState => ({
  ...openState(plan, anOpening(opening)),
  ...overrides,
});

/** A manual hold of the whole invoice on [from, until); without end when `until` is null. */
export const aHold = (from: string, until: string | null, overrides: Partial<CaseHold> = {}): CaseHold => ({
  id: `hold ${from} ${until ?? 'open'}`,
  kind: 'manual',
  from: parseDay(from),
  until: until === null ? OPEN_ENDED : parseDay(until),
  partMinor: null,
  ...overrides,
});

/** A promise made on the due date; it protects until its grace has passed. */
export const aPromise = (
  promisedFor: string,
  holdUntil: string,
  overrides: Partial<OpenPromise> = {},
): OpenPromise => ({
  id: 'promise-1',
  madeOn: parseDay('2026-03-02'),
  promisedFor: parseDay(promisedFor),
  holdUntil: parseDay(holdUntil),
  amountMinor: null,
  balanceMinorWhenMade: 100_000,
  ...overrides,
});

/** A step performed at an instant; its day is the UTC date. */
export const aPerformedStep = (step: string, at: string, overrides: Partial<PerformedStep> = {}): PerformedStep => ({
  step,
  occurrence: 1,
  on: parseDay(at.slice(0, 10)),
  at: minuteOf(at),
  day: 0,
  outcome: 'sent',
  ...overrides,
});

/** A payment that leaves `openBalanceMinor`. */
export const aPayment = (
  at: string,
  openBalanceMinor: number,
  ledgerSeq: number,
  id = `payment ${at}`,
): CaseMessage => ({
  kind: 'paymentReceived',
  body: {
    v: 1,
    id,
    at,
    paymentId: id,
    amountMinor: 1,
    valueDate: isoDate(at.slice(0, 10)),
    openBalanceMinor,
    ledgerSeq,
  },
});

/** The debtor's e-mail address as a way to reach it. */
export const anEmailOption = { channel: 'email', pointId: 'point-1', personId: null, usable: 'yes' } as const;

/** Facts of the gate under which a message goes out at `asOf`: nothing stands against it, and e-mail is the way. */
export const someContactFacts = (asOf: EpochMinute, overrides: Partial<ContactFacts> = {}): ContactFacts => ({
  asOf,
  openBalanceMinor: 1,
  caseEnded: false,
  heldBy: null,
  window: null,
  contactHours: null,
  noContactUntil: null,
  replyPausedUntil: null,
  recentAutomatic: [],
  formal: false,
  options: [anEmailOption],
  ...overrides,
});
