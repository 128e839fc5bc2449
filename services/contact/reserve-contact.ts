import type { Db, Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import { compileCalendar } from '../../domain/calendar';
import type { StepCall } from '../../domain/case-input';
import { leadingStep } from '../../domain/contact/cover-siblings';
import {
  type ChannelOption,
  type ContactDecision,
  type ContactFacts,
  decideContact,
} from '../../domain/contact/decide-contact';
import { DomainError } from '../../domain/errors';
import type { Plan, PlanStep } from '../../domain/plan';
import { instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { sliceOf } from '../case-facts';
import { lockForContact } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import type { PlanSource } from '../open-case';
import { decisionEvidence } from '../publish-row';
import { answerOf, cancelReservation, freeSteps, livingAttempt, markUnknown } from './attempts';
import type { OutgoingMessage } from './channel-sender';
import { contactFacts, siblingsOf, stillCovered, withText, type CoveredCase, type GateContext } from './contact-facts';
import { openDebtorTask, taskKindOf } from './debtor-task';
import { readGateRows, type StepAttempt } from './gate-rows';
import { contentOf, type LeadingText, type MessageRenderer, type PolicyTexts } from './message-content';
import { rewriteReservation, textHashOf, writeReservation, type WrittenMessage } from './write-reservation';

/** A message that is reserved and may now be sent. Personal data: it never enters a history. */
export interface ReservedMessage {
  readonly kind: 'reserved';
  readonly message: OutgoingMessage;
  readonly sample: boolean;
  readonly at: EpochMinute;
}

/** A reservation that may now be sent, or the answer that needs no sending. */
export type Reservation = ReservedMessage | { readonly kind: 'answered'; readonly result: EffectResult };

export interface ReserveDeps {
  readonly db: Db;
  readonly plans: PlanSource;
  readonly renderer: MessageRenderer;
  /** The later of the case's instant and the system clock; the case's instant in virtual time (decisions 1.1). */
  readonly now: (asOf: EpochMinute) => EpochMinute;
}

const answered = (result: EffectResult): Reservation => ({ kind: 'answered', result });

function stepOf(plan: Plan, stepId: string, caseId: string): PlanStep {
  const step = plan.steps.find((candidate) => candidate.id === stepId);
  if (step !== undefined) return step;
  throw new DomainError('stepNotFound', `Step ${stepId} is not in ${plan.policy} ${plan.version} (case ${caseId})`);
}

async function recordRefusal(
  tx: Tx,
  call: StepCall,
  facts: ContactFacts,
  decision: Exclude<ContactDecision, { kind: 'send' }>,
): Promise<Reservation> {
  const { reason } = decision;
  const at = new Date(instantOf(facts.asOf));
  const taskKind = taskKindOf(reason);
  if (taskKind !== null) await openDebtorTask(tx, call, taskKind, reason, at);
  const content = { step: call.step, occurrence: call.occurrence, decision, facts };
  await appendEvidence(tx, [
    ...decisionEvidence(call),
    { chain: { kind: 'case', id: call.caseId }, kind: 'contactNotSent', at, content },
  ]);
  return answered(
    decision.kind === 'defer'
      ? { kind: 'deferredUntil', until: instantOf(decision.until), reason }
      : { kind: 'refused', reason },
  );
}

/** The most severe of the covered steps gives the text; the call knows the day of its own. */
function leadOf({ plan, step, own }: GateContext, call: StepCall, covered: readonly CoveredCase[]): LeadingText {
  const ours = covered.filter((row) => row.policyVersionId === own.policyVersionId);
  const leading = stepOf(plan, leadingStep({ step: step.id, severity: step.severity }, ours).step, call.caseId);
  const template = leading.template ?? step.template;
  if (template === null)
    throw new DomainError('noTemplate', `Step ${step.id} of ${plan.policy} ${plan.version} has no template`);
  return { template, leadStep: leading.id, leadDay: leading.id === step.id ? call.day : leading.day };
}

/** Plans of the siblings' policy versions; nearly always the one that is known already. */
async function plansOfSiblings({ rows, own, plan }: GateContext, plans: PlanSource): Promise<Map<string, Plan>> {
  const known = new Map([[own.policyVersionId, plan]]);
  for (const { policyVersionId } of rows.cases) {
    if (!known.has(policyVersionId)) known.set(policyVersionId, await plans.planOfVersion(policyVersionId));
  }
  return known;
}

interface DraftMessage {
  readonly facts: ContactFacts;
  readonly written: WrittenMessage;
  readonly to: string;
}

/** Writes the message for the invoices that it covers, and adds to the facts what only the text can tell. */
function draft(
  context: GateContext,
  texts: PolicyTexts,
  chosen: { readonly facts: ContactFacts; readonly option: ChannelOption },
  lead: LeadingText,
  invoiceIds: readonly string[],
): DraftMessage {
  const content = contentOf(context, chosen.option, lead, invoiceIds);
  const message = texts.render(content);
  const textHash = textHashOf(message.text);
  const facts = withText(chosen.facts, chosen.option, context.rows, textHash);
  return { facts, written: { message, textHash }, to: content.to };
}

const reserved = (
  context: GateContext,
  contactId: string,
  option: ChannelOption,
  { written, to }: DraftMessage,
): Reservation => ({
  kind: 'reserved',
  message: { contactId, channel: option.channel, to, language: context.own.language, ...written.message },
  sample: context.rows.debtor.sample,
  at: context.asOf,
});

/** Goes on with the caller's own reservation: what it covers is judged again, and its text is written again. */
async function reserveAgain(
  tx: Tx,
  context: GateContext,
  call: StepCall,
  texts: PolicyTexts,
  attempt: StepAttempt,
  chosen: { readonly facts: ContactFacts; readonly option: ChannelOption },
): Promise<Reservation> {
  const { contactId, template, leadStep, leadDay } = attempt;
  const others = (attempt.covers ?? []).filter((invoiceId) => invoiceId !== call.invoiceId);
  const invoiceIds = stillCovered(context, others);
  const dropped = others.filter((invoiceId) => !invoiceIds.includes(invoiceId));
  const drafted = draft(context, texts, chosen, { template, leadStep, leadDay }, [call.invoiceId, ...invoiceIds]);
  const decision = decideContact(drafted.facts, context.plan, context.calendar);
  const at = new Date(instantOf(context.asOf));
  if (decision.kind !== 'send') {
    await cancelReservation(tx, call, contactId, at);
    return recordRefusal(tx, call, drafted.facts, decision);
  }
  if (dropped.length > 0)
    await freeSteps(tx, { contactId, outcome: 'failed', at, exceptCaseId: call.caseId, onlyInvoiceIds: dropped });
  await rewriteReservation(tx, call, contactId, context, drafted.written);
  return reserved(context, contactId, chosen.option, drafted);
}

async function decideAndReserve(tx: Tx, deps: ReserveDeps, call: StepCall, texts: PolicyTexts): Promise<Reservation> {
  const asOf = deps.now(minuteOf(call.asOf));
  await lockForContact(tx, call.debtorId);
  const { caseId, step: stepId, occurrence } = call;
  const rows = await readGateRows(tx, { caseId, step: stepId, occurrence, asOf: new Date(instantOf(asOf)) });
  const living = livingAttempt(rows);
  const known = living === undefined ? null : answerOf(living);
  if (living !== undefined && known !== null) {
    if (living.state === 'sending' && living.leads) await markUnknown(tx, call, living.contactId);
    return answered(known);
  }
  const own = rows.cases.find((row) => row.id === caseId);
  if (own === undefined) throw new DomainError('caseNotFound', `Case ${caseId} does not exist`);
  const { plan } = texts;
  const step = stepOf(plan, stepId, caseId);
  const context: GateContext = { rows, own, plan, step, calendar: compileCalendar(sliceOf(rows, asOf, null)), asOf };
  const facts = contactFacts(context, living?.contactId ?? null);
  const decision = decideContact(facts, plan, context.calendar);
  const at = new Date(instantOf(asOf));
  if (decision.kind !== 'send') {
    if (living !== undefined) await cancelReservation(tx, call, living.contactId, at);
    return recordRefusal(tx, call, facts, decision);
  }
  const { option } = decision;
  if (living !== undefined) {
    const isSameWay = living.channel === option.channel && living.pointId === option.pointId;
    if (isSameWay) return reserveAgain(tx, context, call, texts, living, { facts, option });
    await cancelReservation(tx, call, living.contactId, at);
  }
  const plans = await plansOfSiblings(context, deps.plans);
  const covered = step.formal ? [] : siblingsOf(context, (versionId) => plans.get(versionId));
  const lead = leadOf(context, call, covered);
  const invoiceIds = [call.invoiceId, ...covered.map((row) => row.invoiceId)];
  const drafted = draft(context, texts, { facts, option }, lead, invoiceIds);
  const last = decideContact(drafted.facts, plan, context.calendar);
  if (last.kind !== 'send') return recordRefusal(tx, call, drafted.facts, last);
  const { facts: lastFacts, written } = drafted;
  const contactId = await writeReservation(tx, { call, context, facts: lastFacts, option, lead, covered, written });
  return reserved(context, contactId, option, drafted);
}

/**
 * Decides, under the debtor's lock and on freshly read facts, whether this step's message may go out, writes it, and reserves
 * it: a row per covered step, unique by (invoice, step, occurrence) as long as it has not definitely failed (I2). Safe to
 * repeat. Five round trips: begin, lock, read, write, commit; the lock comes before the read, or the read would see what was
 * true before a payment that held the lock.
 */
export async function reserveContact(deps: ReserveDeps, call: StepCall): Promise<Reservation> {
  // Before the transaction: loading a policy takes a second connection, and the pool may have none left.
  const texts = await deps.renderer.textsOf(call.policyHash);
  return deps.db.$transaction((tx) => decideAndReserve(tx, deps, call, texts));
}
