import type { Tx } from '../../clients/prisma';
import { compileCalendar } from '../../domain/calendar';
import { decideContact, type ContactDecision } from '../../domain/contact/decide-contact';
import { instantOf, minuteOf } from '../../domain/time';
import { sliceOf } from '../case-facts';
import type { PlanSource } from '../open-case';
import { contactFacts, type GateContext } from './contact-facts';
import { readGateRows } from './gate-rows';

/** A step of a case, asked about at an instant. */
export interface StepQuestion {
  readonly caseId: string;
  readonly step: string;
  readonly occurrence: number;
  readonly at: Date;
}

/** What the gate says of a step, and on which rows; `context` is null where the case's plan has no such step any more. */
export type GateAnswer =
  | { readonly decision: ContactDecision; readonly context: GateContext }
  | { readonly decision: Extract<ContactDecision, { kind: 'refuse' }>; readonly context: null };

/** Asks the gate of every sending without sending: what it would decide now. Call it under the debtor's lock. */
export async function gateNow(plans: PlanSource, tx: Tx, question: StepQuestion): Promise<GateAnswer> {
  const { caseId, step, occurrence, at } = question;
  const asOf = minuteOf(at.toISOString());
  const rows = await readGateRows(tx, { caseId, step, occurrence, asOf: new Date(instantOf(asOf)) });
  const own = rows.cases.find(({ id }) => id === caseId);
  const plan = own === undefined ? null : await plans.planOfVersion(own.policyVersionId);
  const planned = plan?.steps.find((row) => row.id === step && row.occurrence === occurrence);
  if (own === undefined || plan === null || planned === undefined)
    return { decision: { kind: 'refuse', reason: { code: 'staleStep', step } }, context: null };
  const context = { rows, own, plan, step: planned, calendar: compileCalendar(sliceOf(rows, asOf, null)), asOf };
  return { decision: decideContact(contactFacts(context, null), plan, context.calendar), context };
}
