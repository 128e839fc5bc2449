import { z } from 'zod';
import { holdKinds } from './case-state';
import { isIsoDate } from './time';

// What a case can be told. Every message has a schema version, its own id and the instant of the commit that made it true;
// it holds ids, codes, dates and amounts only (decisions 3.2). Names and kinds live in histories for ever.

const isoDateSchema = z.string().refine(isIsoDate, { message: 'expected a calendar date YYYY-MM-DD' });

const id = z.string().min(1).max(100);
const minuteOfDay = z.number().int().min(0).max(1440);
const code = z.string().min(1).max(60);
const instant = z.iso.datetime();
const minor = z.number().int().safe();
const base = { v: z.literal(1), id, at: instant };
const ledger = { openBalanceMinor: minor.nonnegative(), ledgerSeq: z.number().int().nonnegative() };

const holdSchema = z.strictObject({
  holdId: id,
  kind: z.enum(holdKinds),
  from: isoDateSchema,
  until: isoDateSchema.nullable(),
  partMinor: minor.positive().nullable(),
});

/** Signals: facts that must not be refused. */
export const signalSchemas = {
  paymentReceived: z.strictObject({
    ...base,
    ...ledger,
    paymentId: id,
    amountMinor: minor.positive(),
    valueDate: isoDateSchema,
  }),
  paymentReversed: z.strictObject({
    ...base,
    ...ledger,
    paymentId: id,
    amountMinor: minor.positive(),
    valueDate: isoDateSchema,
  }),
  ledgerChanged: z.strictObject({ ...base, ...ledger, entryType: code }),
  deliveryReported: z.strictObject({
    ...base,
    contactId: id,
    stepId: code,
    occurrence: z.number().int().positive(),
    outcome: z.enum(['sent', 'delivered', 'read', 'bounced', 'failed']),
  }),
  debtorReplied: z.strictObject({ ...base, replyId: id, pausedUntil: instant.nullable() }),
  holdChanged: z.strictObject({ ...base, hold: holdSchema }),
  debtorChanged: z.strictObject({
    ...base,
    grade: code.nullable(),
    motive: code.nullable(),
    relationship: code.nullable(),
    ordering: code.nullable(),
    language: code,
    debtorOverdueMinor: z.number().int().safe().nonnegative().nullable(),
    contactHours: z
      .array(z.tuple([minuteOfDay, minuteOfDay]))
      .max(6)
      .nullable(),
    // Absent in messages of before there were such facts.
    payDays: z
      .strictObject({
        monthDays: z.array(z.number().int().min(1).max(31)).max(31),
        dates: z.array(isoDateSchema).max(60),
      })
      .nullable()
      .optional(),
    riskScore: z.number().int().min(0).max(100).nullable().optional(),
  }),
  invoiceChanged: z.strictObject({ ...base, ...ledger, effectiveDueDate: isoDateSchema, reason: code }),
  policyChanged: z.strictObject({ ...base, policy: code, version: z.number().int().positive(), hash: id }),
  proposalDecided: z.strictObject({
    ...base,
    proposalId: id,
    decision: z.enum(['released', 'rejected', 'withdrawn', 'reserved']),
  }),
  papersChanged: z.strictObject({ ...base, evidence: z.enum(['complete', 'incomplete']).nullable() }),
} as const;

/** Updates: commands of staff that deserve an answer. Their validators refuse only malformed messages (decisions 3.1). */
export const updateSchemas = {
  recordPromise: z.strictObject({
    ...base,
    promiseId: id,
    /** Day of the commitment in the creditor's zone: the hold begins here. */
    madeOn: isoDateSchema,
    promisedFor: isoDateSchema,
    /** First day on which the promise no longer protects: the day after date + grace. */
    holdUntil: isoDateSchema,
    amountMinor: minor.positive().nullable(),
  }),
  recordCall: z.strictObject({
    ...base,
    taskId: id,
    outcome: z.enum(['reached', 'noAnswer', 'promised', 'disputed', 'refused', 'done']),
  }),
  placeHold: z.strictObject({ ...base, hold: holdSchema }),
  releaseHold: z.strictObject({ ...base, holdId: id, releasedOn: isoDateSchema }),
  escalate: z.strictObject({ ...base, role: code, reason: code }),
  cancelCase: z.strictObject({ ...base, reason: code }),
  decideApproval: z.strictObject({ ...base, approvalId: id, decision: z.enum(['approved', 'refused']) }),
  sendNow: z.strictObject({ ...base, stepId: code, occurrence: z.number().int().positive(), reason: code }),
  skipStep: z.strictObject({ ...base, stepId: code, occurrence: z.number().int().positive(), reason: code }),
} as const;

export const messageSchemas = { ...signalSchemas, ...updateSchemas } as const;

export type SignalKind = keyof typeof signalSchemas;
export type UpdateKind = keyof typeof updateSchemas;
export type MessageKind = SignalKind | UpdateKind;

/** The content of a message of one kind, as it travels. */
export type MessageOf<K extends MessageKind> = z.infer<(typeof messageSchemas)[K]>;

/** A message with its kind: what the signal outbox stores and a case folds. */
export type CaseMessage = { [K in MessageKind]: { readonly kind: K; readonly body: MessageOf<K> } }[MessageKind];

/** Whether `kind` travels as an update; the others are signals. */
export const isUpdateKind = (kind: MessageKind): kind is UpdateKind => kind in updateSchemas;

const builders: { [K in MessageKind]: (body: unknown) => CaseMessage } = {
  paymentReceived: (body) => ({ kind: 'paymentReceived', body: messageSchemas.paymentReceived.parse(body) }),
  paymentReversed: (body) => ({ kind: 'paymentReversed', body: messageSchemas.paymentReversed.parse(body) }),
  ledgerChanged: (body) => ({ kind: 'ledgerChanged', body: messageSchemas.ledgerChanged.parse(body) }),
  deliveryReported: (body) => ({ kind: 'deliveryReported', body: messageSchemas.deliveryReported.parse(body) }),
  debtorReplied: (body) => ({ kind: 'debtorReplied', body: messageSchemas.debtorReplied.parse(body) }),
  holdChanged: (body) => ({ kind: 'holdChanged', body: messageSchemas.holdChanged.parse(body) }),
  debtorChanged: (body) => ({ kind: 'debtorChanged', body: messageSchemas.debtorChanged.parse(body) }),
  invoiceChanged: (body) => ({ kind: 'invoiceChanged', body: messageSchemas.invoiceChanged.parse(body) }),
  policyChanged: (body) => ({ kind: 'policyChanged', body: messageSchemas.policyChanged.parse(body) }),
  proposalDecided: (body) => ({ kind: 'proposalDecided', body: messageSchemas.proposalDecided.parse(body) }),
  papersChanged: (body) => ({ kind: 'papersChanged', body: messageSchemas.papersChanged.parse(body) }),
  recordPromise: (body) => ({ kind: 'recordPromise', body: messageSchemas.recordPromise.parse(body) }),
  recordCall: (body) => ({ kind: 'recordCall', body: messageSchemas.recordCall.parse(body) }),
  placeHold: (body) => ({ kind: 'placeHold', body: messageSchemas.placeHold.parse(body) }),
  releaseHold: (body) => ({ kind: 'releaseHold', body: messageSchemas.releaseHold.parse(body) }),
  escalate: (body) => ({ kind: 'escalate', body: messageSchemas.escalate.parse(body) }),
  cancelCase: (body) => ({ kind: 'cancelCase', body: messageSchemas.cancelCase.parse(body) }),
  decideApproval: (body) => ({ kind: 'decideApproval', body: messageSchemas.decideApproval.parse(body) }),
  sendNow: (body) => ({ kind: 'sendNow', body: messageSchemas.sendNow.parse(body) }),
  skipStep: (body) => ({ kind: 'skipStep', body: messageSchemas.skipStep.parse(body) }),
};

/** Checks a message of `kind` as it enters. @throws ZodError naming the field at fault. */
export const parseMessage = (kind: MessageKind, body: unknown): CaseMessage => builders[kind](body);

/** Whether `text` names a kind of message. */
export const isMessageKind = (text: string): text is MessageKind => text in messageSchemas;
