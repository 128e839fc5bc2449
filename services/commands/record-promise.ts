import { compileCalendar } from '../../domain/calendar';
import { graceEndOf } from '../../domain/promise-grace';
import { type EpochDay, type IsoDate, addDays, dayOf, isoDateOf, minuteOf } from '../../domain/time';
import type { Money } from '../../domain/money';
import type { Db, Tx } from '../../clients/prisma';
import { openBalanceOf } from '../balances';
import { caseWithParties, sliceOf } from '../case-facts';
import { columnOfDay } from '../columns';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import type { PlanSource } from '../open-case';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, type CaseCommand, type LockedCase, keepText, onOpenCase } from './command';

/** A debtor's dated commitment: a date, a method, the time of capture; no amount means the whole balance (K8). */
export interface RecordPromise extends CaseCommand {
  readonly promisedFor: IsoDate;
  readonly amount?: Money;
  /** How it was given: `phone`, `email`, `letter` … */
  readonly method: string;
  /** Who gave it, in the debtor's house. */
  readonly saidBy?: string;
}

export type PromiseAccepted = Accepted & { readonly promiseId: string; readonly holdUntil: IsoDate };

// A commitment further away is no promise but a payment plan, which has its own rules.
const furthestDays = 366;

// The calendar of a promise reaches this far beyond it: grace of some bank days across the longest public holidays.
const graceReachDays = 40;

/**
 * Records a promise: nothing goes out before its date and grace have passed (K9). An earlier open promise is replaced and
 * stays in the record; a logged dispute is left alone (R22).
 */
export async function recordPromise(
  deps: { readonly db: Db; readonly plans: PlanSource },
  command: RecordPromise,
): Promise<PromiseAccepted | Refused> {
  return onOpenCase(deps.db, command, async (tx, found) => {
    const { openMinor } = await openBalanceOf(tx, found.invoiceId);
    const problem = problemOf(command, found, openMinor);
    if (problem !== null) return problem;
    const holdUntil = await holdUntilOf(tx, deps.plans, command);
    return write(tx, command, found, { holdUntil, openMinor });
  });
}

function problemOf(command: RecordPromise, found: LockedCase, openMinor: number): Refused | null {
  const { caseId, promisedFor, amount } = command;
  const latest = isoDateOf(addDays(dayOf(found.today), furthestDays));
  if (promisedFor < found.today) {
    return refused(
      'dateInThePast',
      `Case ${caseId}: the promised date ${promisedFor} is past; expected ${found.today} or later`,
    );
  }
  if (promisedFor > latest) {
    return refused(
      'dateTooFar',
      `Case ${caseId}: the promised date ${promisedFor} is too far away; expected at most ${latest}`,
    );
  }
  if (amount === undefined) return null;
  if (amount.currency !== found.currency) {
    return refused('otherCurrency', `Case ${caseId} is in ${found.currency}; the promise is in ${amount.currency}`);
  }
  if (amount.amountMinor <= 0) return refused('amountNotPositive', `Case ${caseId}: expected a positive amount`);
  if (amount.amountMinor > openMinor) {
    return refused(
      'amountAboveBalance',
      `Case ${caseId}: the promised amount is above the open balance of ${openMinor} minor units`,
    );
  }
  return null;
}

async function holdUntilOf(tx: Tx, plans: PlanSource, command: RecordPromise): Promise<EpochDay> {
  const parties = await caseWithParties(tx, command.caseId);
  const plan = await plans.planOfVersion(parties.policyVersionId);
  const promisedFor = dayOf(command.promisedFor);
  const slice = sliceOf(parties, minuteOf(command.at.toISOString()), addDays(promisedFor, graceReachDays));
  return graceEndOf(compileCalendar(slice), promisedFor, plan.promiseGraceBankDays);
}

async function write(
  tx: Tx,
  command: RecordPromise,
  found: LockedCase,
  computed: { readonly holdUntil: EpochDay; readonly openMinor: number },
): Promise<PromiseAccepted> {
  const { caseId, at, actor, promisedFor, method } = command;
  const amountMinor = command.amount?.amountMinor ?? null;
  const holdUntil = isoDateOf(computed.holdUntil);
  const promiseId = newId();
  const reason = await keepText(tx, { debtorId: found.debtorId, caseId }, command.reason);
  const { count: replaced } = await tx.promiseToPay.updateMany({
    where: { caseId, status: 'open' },
    data: { status: 'replaced', judgedAt: at },
  });
  await tx.promiseToPay.create({
    data: {
      id: promiseId,
      caseId,
      debtorId: found.debtorId,
      invoiceId: found.invoiceId,
      amountMinor: amountMinor === null ? null : BigInt(amountMinor),
      currency: found.currency,
      madeOn: columnOfDay(found.today),
      promisedFor: columnOfDay(promisedFor),
      holdUntil: columnOfDay(computed.holdUntil),
      balanceMinorWhenMade: BigInt(computed.openMinor),
      method,
      saidBy: command.saidBy ?? null,
      capturedBy: actor,
    },
  });
  const body = { promiseId, madeOn: found.today, promisedFor, holdUntil, amountMinor };
  const messageId = await enqueueMessage(tx, caseId, 'recordPromise', at, body);
  const content = { ...body, method, currency: found.currency, openMinor: computed.openMinor, replaced, actor };
  await appendEvidence(tx, [
    {
      chain: { kind: 'case', id: caseId },
      kind: 'promiseRecorded',
      at,
      content: { ...content, reasonHash: reason.contentHash },
    },
  ]);
  return { ok: true, messageIds: [messageId], promiseId, holdUntil };
}
