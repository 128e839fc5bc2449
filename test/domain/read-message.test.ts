import fc from 'fast-check';
import { messageSchemas, parseMessage, type MessageKind } from '../../domain/messages';
import { holdKinds } from '../../domain/case-state';
import { readMessage } from '../../domain/read-message';

const base = { v: 1, id: 'm-1', at: '2026-03-05T02:00:00.000Z' };
const ledger = { openBalanceMinor: 0, ledgerSeq: 2 };
const payment = { ...base, ...ledger, paymentId: 'p', amountMinor: 5, valueDate: '2026-03-04' };
const hold = { ...base, hold: { holdId: 'h', kind: 'manual', from: '2026-03-04', until: null, partMinor: null } };

const good: Record<MessageKind, Record<string, unknown>> = {
  paymentReceived: payment,
  paymentReversed: payment,
  ledgerChanged: { ...base, ...ledger, entryType: 'creditNote' },
  deliveryReported: { ...base, contactId: 'c', stepId: 's', occurrence: 1, outcome: 'read' },
  debtorReplied: { ...base, replyId: 'r', pausedUntil: '2026-03-06T02:00:00.000Z' },
  holdChanged: hold,
  debtorChanged: {
    ...base,
    grade: 'B',
    motive: null,
    relationship: null,
    ordering: null,
    language: 'en',
    debtorOverdueMinor: 5,
    contactHours: [[600, 690]],
  },
  invoiceChanged: { ...base, ...ledger, effectiveDueDate: '2026-04-01', reason: 'doc' },
  policyChanged: { ...base, policy: 'standard', version: 2, hash: 'a'.repeat(64) },
  recordPromise: {
    ...base,
    promiseId: 'p',
    madeOn: '2026-03-05',
    promisedFor: '2026-03-09',
    holdUntil: '2026-03-12',
    amountMinor: null,
  },
  recordCall: { ...base, taskId: 't', outcome: 'noAnswer' },
  placeHold: hold,
  releaseHold: { ...base, holdId: 'h', releasedOn: '2026-03-09' },
  escalate: { ...base, role: 'manager', reason: 'doc' },
  cancelCase: { ...base, reason: 'doc' },
  decideApproval: { ...base, approvalId: 'a', decision: 'approved' },
  proposalDecided: { ...base, proposalId: 'p', decision: 'released' },
  papersChanged: { ...base, evidence: 'incomplete' },
  sendNow: { ...base, stepId: 's', occurrence: 1, reason: 'doc' },
  skipStep: { ...base, stepId: 's', occurrence: 1, reason: 'doc' },
};

const kinds = fc.constantFrom(
  ...Object.values(messageSchemas).map((_, index) => Object.keys(messageSchemas)[index] ?? ''),
);
const isKind = (kind: string): kind is MessageKind => kind in messageSchemas;

// Values around every border that a field has.
const anyValue = fc.constantFrom<unknown>(
  null,
  undefined,
  '',
  'x',
  'x'.repeat(60),
  'x'.repeat(61),
  'x'.repeat(101),
  0,
  1,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  NaN,
  true,
  [],
  {},
  '2026-02-28',
  '2026-02-30',
  '2024-02-29',
  '2026-3-4',
  '2026-03-05T02:00:00.000Z',
  '2026-03-05T02:00Z',
  '2026-03-05T24:00:00Z',
  '2026-02-30T02:00:00Z',
  '2026-03-05T02:00:00+08:00',
  'read',
  'approved',
  'done',
  ...holdKinds,
);

const accepts = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

it.each(Object.entries(good))('reads a good message %s as zod does', (kind, body) => {
  if (!isKind(kind)) throw new Error(kind);
  expect(readMessage(kind, body)).toEqual(parseMessage(kind, body));
});

it('accepts and refuses the same messages as zod, whatever one field is', () => {
  fc.assert(
    fc.property(kinds, fc.nat(), anyValue, fc.constantFrom('set', 'drop', 'add', 'hold'), (kind, nth, value, how) => {
      if (!isKind(kind)) throw new Error(kind);
      const body = structuredClone(good[kind]);
      const target = how === 'hold' && typeof body['hold'] === 'object' && body['hold'] !== null ? body['hold'] : body;
      const names = Object.keys(target);
      const name = how === 'add' ? 'extra' : (names[nth % names.length] ?? '');
      if (how === 'drop') Reflect.deleteProperty(target, name);
      else Reflect.set(target, name, value);
      expect([kind, body, accepts(() => readMessage(kind, body))]).toEqual([
        kind,
        body,
        accepts(() => parseMessage(kind, body)),
      ]);
    }),
    { numRuns: 2_000 },
  );
});

it('names the field at fault', () => {
  expect(() => readMessage('releaseHold', { ...good.releaseHold, releasedOn: '2026-02-30' })).toThrow(
    'Message releaseHold cannot be read: field releasedOn is "2026-02-30"',
  );
});
