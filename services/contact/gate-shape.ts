import { z } from 'zod';
import { channels } from '../../domain/channels';
import { ledgerEntryTypes } from '../../domain/ledger';

// The rows of the gate's statement, as PostgreSQL writes them into one JSON value.

const day = z.iso.date().transform((text) => new Date(text));
// PostgreSQL writes instants in JSON with an offset.
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const minor = z.number().int().safe();

const attemptRow = z.object({
  contactId: z.string(),
  attempt: z.number().int(),
  leads: z.boolean(),
  definitelyFailed: z.boolean(),
  state: z.string(),
  channel: z.string(),
  pointId: z.string().nullable(),
  template: z.string(),
  leadStep: z.string(),
  leadDay: z.number().int(),
  /** Invoices whose steps it covers, its own among them; null once all have failed. */
  covers: z.array(z.string()).nullable(),
});

const caseRow = z.object({
  id: z.string(),
  invoiceId: z.string(),
  policyVersionId: z.string(),
  language: z.string(),
  endedAt: instant.nullable(),
  nextStep: z.string().nullable(),
  nextOccurrence: z.number().int().nullable(),
  nextEffect: z.string().nullable(),
  nextSeverity: z.number().int().nullable(),
  nextAt: instant.nullable(),
  number: z.string(),
  currency: z.string(),
  amountMinor: minor,
  openMinor: minor,
  invoiceDate: day,
  dueDate: day,
  deliveredAt: day.nullable(),
  dispatchedAt: day.nullable(),
  contract: z
    .object({
      governingLaw: z.string().nullable(),
      forum: z.string().nullable(),
      interestRate: z.string().nullable(),
      clause: z.string().nullable(),
      interestStartDay: z.number().int().nullable(),
      lawConnected: z.boolean().nullable(),
      creditorIsSmall: z.boolean().nullable(),
      debtorIsLarge: z.boolean().nullable(),
    })
    .nullable(),
  /** What was booked on it, in order: interest is counted on the principal that was open. */
  entries: z.array(
    z.object({
      id: z.string(),
      type: z.enum(ledgerEntryTypes),
      amountMinor: minor,
      valueDate: z.string(),
      reversesId: z.string().nullable(),
    }),
  ),
  promise: z
    .object({
      id: z.string(),
      madeOn: day,
      promisedFor: day,
      holdUntil: day,
      amountMinor: minor.nullable(),
      balanceMinorWhenMade: minor,
    })
    .nullable(),
  /** How many attempts the announced step has had, and whether one of them lives. */
  attempts: z.number().int(),
  isTaken: z.boolean(),
  /** Whether a proposal of its own covers that step. */
  isProposed: z.boolean(),
});

const proposalRow = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'released', 'rejected']),
  /** Whether it is the proposal of this step; the others are covered with it. */
  leads: z.boolean(),
  /** Whether it waits, or is released and not yet reserved. */
  living: z.boolean(),
  edited: z.boolean(),
  basis: z.object({
    channel: z.enum(channels),
    pointId: z.string().nullable(),
    template: z.string(),
    invoices: z.array(z.tuple([z.string(), minor])),
  }),
  legalDates: z.array(z.string()),
  leadStep: z.string(),
  leadDay: z.number().int(),
  /** When the machine wrote it. */
  at: instant,
  subject: z.string().nullable(),
  text: z.string(),
  steps: z.array(z.object({ caseId: z.string(), step: z.string(), occurrence: z.number().int(), leads: z.boolean() })),
});

/** What the statement answers; its output is {@link GateRows}. */
export const gateRows = z.object({
  creditor: z.object({
    id: z.string(),
    name: z.string(),
    legalName: z.string(),
    zone: z.string(),
    senderEmail: z.string().nullable(),
    senderPhone: z.string().nullable(),
    /** Where debtors pay: what two people have approved (decisions 4.6), oldest first. */
    accounts: z.array(
      z.object({
        holder: z.string(),
        bankName: z.string(),
        accountNo: z.string(),
        currency: z.string(),
        validFrom: day,
        /** The first day on which it does not hold any more. */
        validUntil: day.nullable(),
      }),
    ),
  }),
  debtor: z.object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    kind: z.string().nullable(),
    motive: z.string().nullable(),
    zone: z.string(),
    country: z.string(),
    sample: z.boolean(),
    ownerId: z.string().nullable(),
    /** Our person for this debtor (S230). */
    owner: z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() }).nullable(),
    noContactUntil: day.nullable(),
    contactHours: z.string().nullable(),
    /** Days of the month on which it pays, and days on which its own customers pay (S178, S189). */
    paymentRunDays: z.array(z.number().int()),
    cashDates: z.array(day),
    replyPausedUntil: instant.nullable(),
    reviewMessages: z.boolean(),
    creditMinor: minor,
    isRelationshipSized: z.boolean(),
  }),
  isBeingCancelled: z.boolean(),
  /** Whether a person skips this very step: committed, and not yet folded by the case. */
  isBeingSkipped: z.boolean(),
  /** The newest proposal that covers this step and is not withdrawn. */
  proposal: proposalRow.nullable(),
  /** The case itself, the debtor's other cases that announce a reminder soon, and those that a living attempt covers. */
  cases: z.array(caseRow),
  /** Attempts of this very step, oldest first. */
  attempts: z.array(attemptRow),
  points: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      address: z.string(),
      bouncedAt: instant.nullable(),
      optedOut: z.array(z.string()),
      consents: z.array(z.string()),
      personId: z.string().nullable(),
      role: z.string().nullable(),
      personName: z.string().nullable(),
      /** Until then nothing is sent to the person behind the address. */
      noContactUntil: day.nullable(),
    }),
  ),
  /** Automatic contacts of 30 days that went out or may have: the debtor's, and those to its addresses. Ascending. */
  recent: z.array(
    z.object({
      id: z.string(),
      at: instant,
      isOurs: z.boolean(),
      address: z.string().nullable(),
      textHash: z.string().nullable(),
    }),
  ),
  /** E-mails of this invoice that somebody has to open, and whether somebody did. */
  receipts: z.array(
    z.object({ step: z.string(), occurrence: z.number().int(), at: instant, readAt: instant.nullable() }),
  ),
  holds: z.array(
    z.object({
      id: z.string(),
      invoiceId: z.string().nullable(),
      kind: z.string(),
      fromDate: day,
      untilDate: day.nullable(),
      partMinor: minor.nullable(),
    }),
  ),
});

/** What the gate reads of a case, its debtor and its creditor under the debtor's lock. Holds personal data. */
export type GateRows = z.output<typeof gateRows>;
export type GateCase = GateRows['cases'][number];
export type StepAttempt = GateRows['attempts'][number];
