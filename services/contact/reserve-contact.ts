import type { Db, Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import { compileCalendar } from '../../domain/calendar';
import type { StepCall } from '../../domain/case-input';
import { leadingStep } from '../../domain/contact/cover-siblings';
import {
  decideContact,
  type ChannelOption,
  type ContactDecision,
  type ContactFacts,
} from '../../domain/contact/decide-contact';
import { headsUpEffects } from '../../domain/contact/heads-up';
import { isSameBasis } from '../../domain/contact/review';
import { DomainError } from '../../domain/errors';
import type { Plan, PlanStep } from '../../domain/plan';
import { addMinutes, instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { sliceOf } from '../case-facts';
import { lockForContact } from '../debtor-lock';
import { appendEvidence, type EvidenceEntry } from '../evidence';
import type { PlanSource } from '../open-case';
import { decisionEvidence } from '../publish-row';
import type { MessageWords } from '../render/edited-message';
import { answerOf, cancelReservation, freeSteps, livingAttempt, markUnknown } from './attempts';
import type { OutgoingMessage } from './channel-sender';
import { contactFacts, siblingsOf, stillCovered, type CoveredCase, type GateContext } from './contact-facts';
import { openDebtorTask, taskKindOf } from './debtor-task';
import { draftMessage, type ChosenWay, type DraftMessage } from './draft-message';
import type { FallbackShare } from './fallback-share';
import { readGateRows } from './gate-rows';
import type { StepAttempt } from './gate-shape';
import { headsUpEnd } from './heads-up';
import type { LeadingText, MessageRenderer, PolicyTexts } from './message-content';
import { reserveProposal, withdrawalReasonOf, withdrawProposal } from './proposals';
import {
  basisOf,
  coveredByProposal,
  livingProposal,
  proposeMessage,
  releasedWords,
  reviewOf,
  waitsForRelease,
  type OwnProposal,
} from './review-message';
import { rewriteReservation, writeReservation } from './write-reservation';

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
  /** Nobody reads messages before they go out, as in simulations (decisions 2.8). */
  readonly releasesAtOnce?: boolean;
  /** Room for messages on channels that they were not planned for; absent: there is no limit. */
  readonly fallbackShare?: FallbackShare;
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
  more: readonly EvidenceEntry[] = [],
): Promise<Reservation> {
  const { reason } = decision;
  const at = new Date(instantOf(facts.asOf));
  const taskKind = taskKindOf(reason);
  if (taskKind !== null) await openDebtorTask(tx, call, taskKind, reason, at);
  const content = { step: call.step, occurrence: call.occurrence, decision, facts };
  await appendEvidence(tx, [
    ...decisionEvidence(call),
    ...more,
    { chain: { kind: 'case', id: call.caseId }, kind: 'contactNotSent', at, content },
  ]);
  return answered(
    decision.kind === 'defer'
      ? { kind: 'deferredUntil', until: instantOf(decision.until), reason }
      : { kind: 'refused', reason },
  );
}

/** The most severe of the covered steps gives the text; the call knows the day of its own. */
function leadOf({ plan, step }: GateContext, call: StepCall, covered: readonly CoveredCase[]): LeadingText {
  const candidates = covered.filter(({ canLead }) => canLead);
  const leading = stepOf(plan, leadingStep({ step: step.id, severity: step.severity }, candidates).step, call.caseId);
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

const reserved = (
  context: GateContext,
  contactId: string,
  option: ChannelOption,
  { written, content }: DraftMessage,
): Reservation => ({
  kind: 'reserved',
  message: { contactId, channel: option.channel, to: content.to, language: context.own.language, ...written.message },
  sample: context.rows.debtor.sample,
  at: context.asOf,
});

/** What one question to the gate is about: its facts, its policy's texts, and the way that the gate allows. */
interface Asking {
  readonly context: GateContext;
  readonly texts: PolicyTexts;
  readonly chosen: ChosenWay;
  readonly proposal: OwnProposal | null;
}

/** Goes on with the caller's own reservation: what it covers is judged again, and its text is written again. */
async function reserveAgain(tx: Tx, call: StepCall, attempt: StepAttempt, asking: Asking): Promise<Reservation> {
  const { context, texts, chosen, proposal } = asking;
  const { contactId, template, leadStep, leadDay } = attempt;
  const others = (attempt.covers ?? []).filter((invoiceId) => invoiceId !== call.invoiceId);
  const invoiceIds = stillCovered(context, others);
  const dropped = others.filter((invoiceId) => !invoiceIds.includes(invoiceId));
  const lead = { template, leadStep, leadDay };
  const words = releasedWords(proposal);
  const drafted = draftMessage(context, texts, chosen, lead, [call.invoiceId, ...invoiceIds], words);
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

/** Whether the caller's own reservation may go on: the same way, and what a person released still says what is true. */
function isStillRight({ context, chosen, proposal }: Asking, call: StepCall, attempt: StepAttempt): boolean {
  const { option } = chosen;
  if (attempt.channel !== option.channel || attempt.pointId !== option.pointId) return false;
  if (proposal === null) return true;
  const covers = stillCovered(context, attempt.covers ?? []);
  return isSameBasis(proposal.basis, basisOf(context, option, attempt.template, [call.invoiceId, ...covers]));
}

/** A fallback for which its channel has no room now waits for its turn; null: it may go. */
function outsideShare(
  { fallbackShare }: ReserveDeps,
  { step, asOf }: GateContext,
  { channel }: ChannelOption,
): Extract<ContactDecision, { kind: 'defer' }> | null {
  const waitMs = channel === step.channel ? null : (fallbackShare?.take(channel) ?? null);
  if (waitMs === null) return null;
  const until = addMinutes(asOf, Math.max(1, Math.ceil(waitMs / 60_000)));
  return { kind: 'defer', until, reason: { code: 'rateShare', step: step.id, detail: channel } };
}

/** Writes the message and reserves it, or puts it before a person where somebody wants to read it first. */
async function reserveNew(tx: Tx, deps: ReserveDeps, call: StepCall, asking: Asking): Promise<Reservation> {
  const { context, texts, chosen, proposal } = asking;
  const { option } = chosen;
  const plans = await plansOfSiblings(context, deps.plans);
  const due = () =>
    context.step.formal ? [] : siblingsOf(context, option.channel, (versionId) => plans.get(versionId));
  const covered = proposal === null ? due() : coveredByProposal(context, proposal, option.channel);
  const lead = leadOf(context, call, covered);
  const invoiceIds = [call.invoiceId, ...covered.map((row) => row.invoiceId)];
  const write = (words: MessageWords | null) => draftMessage(context, texts, chosen, lead, invoiceIds, words);
  const ours = write(null);
  const passed = { option, lead, covered, drafted: ours };
  const review = deps.releasesAtOnce === true ? 'send' : reviewOf(context, proposal, passed);
  const words = review === 'sendReleased' ? releasedWords(proposal) : null;
  const drafted = words === null ? ours : write(words);
  const decision = decideContact(drafted.facts, context.plan, context.calendar);
  if (decision.kind !== 'send') return recordRefusal(tx, call, drafted.facts, decision);
  if (review !== 'send' && review !== 'sendReleased') {
    const evidence = await proposeMessage(tx, call, context, proposal, review, passed);
    return recordRefusal(tx, call, drafted.facts, waitsForRelease(context, call.step), evidence);
  }
  const full = outsideShare(deps, context, option);
  if (full !== null) return recordRefusal(tx, call, drafted.facts, full);
  const at = new Date(instantOf(context.asOf));
  const { facts, written } = drafted;
  const contactId = await writeReservation(tx, { call, context, facts, option, lead, covered, written });
  if (proposal !== null) {
    const { id: proposalId } = proposal;
    const unused = { proposalId, why: 'notReviewed', at, by: 'system', exceptCaseId: call.caseId } as const;
    if (review === 'sendReleased') await reserveProposal(tx, proposalId, contactId, at);
    else await withdrawProposal(tx, unused);
  }
  return reserved(context, contactId, option, drafted);
}

/** The gate lets nothing pass now: a reservation of ours is given up, and so is a proposal that the facts have overtaken. */
async function refuseNow(
  tx: Tx,
  call: StepCall,
  facts: ContactFacts,
  decision: Exclude<ContactDecision, { kind: 'send' }>,
  own: { readonly living: StepAttempt | undefined; readonly proposal: OwnProposal | null },
): Promise<Reservation> {
  const { living, proposal } = own;
  const at = new Date(instantOf(facts.asOf));
  if (living !== undefined) await cancelReservation(tx, call, living.contactId, at);
  const why = withdrawalReasonOf(decision.reason.code);
  if (proposal !== null && why !== null)
    await withdrawProposal(tx, { proposalId: proposal.id, why, at, by: 'system', exceptCaseId: call.caseId });
  return recordRefusal(tx, call, facts, decision);
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
  if (rows.proposal?.state === 'rejected')
    return recordRefusal(tx, call, facts, { kind: 'refuse', reason: { code: 'proposalRejected', step: stepId } });
  const proposal = livingProposal(rows);
  const decision = decideContact(facts, plan, context.calendar);
  if (decision.kind !== 'send') return refuseNow(tx, call, facts, decision, { living, proposal });
  if (proposal !== null && !proposal.leads) return recordRefusal(tx, call, facts, waitsForRelease(context, stepId));
  const notice = headsUpEffects.includes(step.effect) ? await headsUpEnd(tx, call, context.calendar, asOf) : null;
  if (notice !== null) {
    const waits = { kind: 'defer', until: notice, reason: { code: 'headsUp', step: stepId } } as const;
    return recordRefusal(tx, call, facts, waits);
  }
  const asking: Asking = { context, texts, chosen: { facts, option: decision.option }, proposal };
  if (living !== undefined) {
    if (isStillRight(asking, call, living)) return reserveAgain(tx, call, living, asking);
    await cancelReservation(tx, call, living.contactId, new Date(instantOf(asOf)));
  }
  return reserveNew(tx, deps, call, asking);
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
