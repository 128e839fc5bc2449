import { holdKinds } from './case-state';
import { DomainError } from './errors';
import type { CaseMessage, MessageKind, MessageOf } from './messages';
import { isIsoDate } from './time';

// What domain/messages.ts says in zod, once more in plain code, for the workflow: every cached case would hold its own copy of
// zod and the schemas, some 750 KB. The types keep the fields in step, a property test keeps the answers in step.

type Check = (value: unknown) => boolean;

const text =
  (longest: number): Check =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= longest;
const whole =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && typeof value === 'number' && value >= least;
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const listOf =
  (check: Check, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const upTo =
  (least: number, most: number): Check =>
  (value) =>
    whole(least)(value) && typeof value === 'number' && value <= most;
const minuteOfDay: Check = upTo(0, 1440);
const hoursOfDay: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(minuteOfDay);

const id = text(100);
const code = text(60);
const date: Check = (value) => typeof value === 'string' && isIsoDate(value);
const instant: Check = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/.test(value) &&
  isIsoDate(value.slice(0, 10));

type FieldsOf<T> = { readonly [F in keyof Required<T>]: Check };

const base = { v: (value: unknown) => value === 1, id, at: instant };
const ledger = { openBalanceMinor: whole(0), ledgerSeq: whole(0) };
const payment = { ...base, ...ledger, paymentId: id, amountMinor: whole(1), valueDate: date };

const holdFields: FieldsOf<MessageOf<'placeHold'>['hold']> = {
  holdId: id,
  kind: oneOf(holdKinds),
  from: date,
  until: orNull(date),
  partMinor: orNull(whole(1)),
};
const payDayFields: FieldsOf<NonNullable<MessageOf<'debtorChanged'>['payDays']>> = {
  monthDays: listOf(upTo(1, 31), 31),
  dates: listOf(date, 60),
};
const payDays: Check = (value) => problemIn(payDayFields, value) === null;
const hold: Check = (value) => problemIn(holdFields, value) === null;

const fields: { readonly [K in MessageKind]: FieldsOf<MessageOf<K>> } = {
  paymentReceived: payment,
  paymentReversed: payment,
  ledgerChanged: { ...base, ...ledger, entryType: code },
  deliveryReported: {
    ...base,
    contactId: id,
    stepId: code,
    occurrence: whole(1),
    outcome: oneOf(['sent', 'delivered', 'read', 'bounced', 'failed']),
  },
  debtorReplied: { ...base, replyId: id, pausedUntil: orNull(instant) },
  holdChanged: { ...base, hold },
  debtorChanged: {
    ...base,
    grade: orNull(code),
    motive: orNull(code),
    relationship: orNull(code),
    ordering: orNull(code),
    language: code,
    debtorOverdueMinor: orNull(whole(0)),
    contactHours: orNull(listOf(hoursOfDay, 6)),
    payDays: optional(orNull(payDays)),
    riskScore: optional(orNull(upTo(0, 100))),
  },
  invoiceChanged: { ...base, ...ledger, effectiveDueDate: date, reason: code },
  policyChanged: { ...base, policy: code, version: whole(1), hash: id },
  proposalDecided: { ...base, proposalId: id, decision: oneOf(['released', 'rejected', 'withdrawn', 'reserved']) },
  papersChanged: { ...base, evidence: orNull(oneOf(['complete', 'incomplete'])) },
  recordPromise: {
    ...base,
    promiseId: id,
    madeOn: date,
    promisedFor: date,
    holdUntil: date,
    amountMinor: orNull(whole(1)),
  },
  recordCall: {
    ...base,
    taskId: id,
    outcome: oneOf(['reached', 'noAnswer', 'promised', 'disputed', 'refused', 'done']),
  },
  placeHold: { ...base, hold },
  releaseHold: { ...base, holdId: id, releasedOn: date },
  escalate: { ...base, role: code, reason: code },
  cancelCase: { ...base, reason: code },
  decideApproval: { ...base, approvalId: id, decision: oneOf(['approved', 'refused']) },
  sendNow: { ...base, stepId: code, occurrence: whole(1), reason: code },
  skipStep: { ...base, stepId: code, occurrence: whole(1), reason: code },
};

/** The first field that is missing, unknown or wrong; null when all are right. */
function problemIn(checks: Readonly<Record<string, Check>>, value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected an object';
  const found = new Map<string, unknown>(Object.entries(value));
  for (const name of found.keys()) if (!Object.hasOwn(checks, name)) return `unknown field ${name}`;
  for (const [name, check] of Object.entries(checks)) {
    if (!check(found.get(name))) return `field ${name} is ${JSON.stringify(found.get(name))}`;
  }
  return null;
}

const isMessageOf = <K extends MessageKind>(kind: K, body: unknown): body is MessageOf<K> =>
  problemIn(fields[kind], body) === null;

function checked<K extends MessageKind>(kind: K, body: unknown): MessageOf<K> {
  if (isMessageOf(kind, body)) return body;
  throw new DomainError('badMessage', `Message ${kind} cannot be read: ${problemIn(fields[kind], body)}`);
}

const readers: { readonly [K in MessageKind]: (body: unknown) => CaseMessage } = {
  paymentReceived: (body) => ({ kind: 'paymentReceived', body: checked('paymentReceived', body) }),
  paymentReversed: (body) => ({ kind: 'paymentReversed', body: checked('paymentReversed', body) }),
  ledgerChanged: (body) => ({ kind: 'ledgerChanged', body: checked('ledgerChanged', body) }),
  deliveryReported: (body) => ({ kind: 'deliveryReported', body: checked('deliveryReported', body) }),
  debtorReplied: (body) => ({ kind: 'debtorReplied', body: checked('debtorReplied', body) }),
  holdChanged: (body) => ({ kind: 'holdChanged', body: checked('holdChanged', body) }),
  debtorChanged: (body) => ({ kind: 'debtorChanged', body: checked('debtorChanged', body) }),
  invoiceChanged: (body) => ({ kind: 'invoiceChanged', body: checked('invoiceChanged', body) }),
  policyChanged: (body) => ({ kind: 'policyChanged', body: checked('policyChanged', body) }),
  proposalDecided: (body) => ({ kind: 'proposalDecided', body: checked('proposalDecided', body) }),
  papersChanged: (body) => ({ kind: 'papersChanged', body: checked('papersChanged', body) }),
  recordPromise: (body) => ({ kind: 'recordPromise', body: checked('recordPromise', body) }),
  recordCall: (body) => ({ kind: 'recordCall', body: checked('recordCall', body) }),
  placeHold: (body) => ({ kind: 'placeHold', body: checked('placeHold', body) }),
  releaseHold: (body) => ({ kind: 'releaseHold', body: checked('releaseHold', body) }),
  escalate: (body) => ({ kind: 'escalate', body: checked('escalate', body) }),
  cancelCase: (body) => ({ kind: 'cancelCase', body: checked('cancelCase', body) }),
  decideApproval: (body) => ({ kind: 'decideApproval', body: checked('decideApproval', body) }),
  sendNow: (body) => ({ kind: 'sendNow', body: checked('sendNow', body) }),
  skipStep: (body) => ({ kind: 'skipStep', body: checked('skipStep', body) }),
};

/**
 * Reads a message as it enters a workflow. It was checked with zod before it was committed; this is the second look, at what
 * travelled.
 *
 * @throws DomainError naming the field at fault.
 */
export const readMessage = (kind: MessageKind, body: unknown): CaseMessage => readers[kind](body);
