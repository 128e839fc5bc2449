import type { Db, Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import { compileCalendar } from '../../domain/calendar';
import type { StepCall } from '../../domain/case-input';
import type { Channel } from '../../domain/channels';
import { leadingStep, type SiblingCase } from '../../domain/contact/cover-siblings';
import { decideContact, type ContactDecision, type ContactFacts } from '../../domain/contact/decide-contact';
import { DomainError } from '../../domain/errors';
import type { Plan, PlanStep } from '../../domain/plan';
import { instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { caseWithParties, sliceOf, type CaseWithParties } from '../case-facts';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import type { PlanSource } from '../open-case';
import { decisionEvidence } from '../publish-row';
import { answerOf, cancelReservation, livingAttempt, markUnknown } from './attempts';
import { readContactFacts, readSiblings } from './contact-facts';

/** A reservation that may now be sent, or the answer that needs no sending. */
export type Reservation =
  | { readonly kind: 'reserved'; readonly contactId: string; readonly channel: Channel; readonly at: EpochMinute }
  | { readonly kind: 'answered'; readonly result: EffectResult };

export interface ReserveDeps {
  readonly db: Db;
  readonly plans: PlanSource;
  /** The later of the case's instant and the system clock; the case's instant in virtual time (decisions 1.1). */
  readonly now: (asOf: EpochMinute) => EpochMinute;
}

const answered = (result: EffectResult): Reservation => ({ kind: 'answered', result });

function stepOf(plan: Plan, stepId: string, caseId: string): PlanStep {
  const step = plan.steps.find((candidate) => candidate.id === stepId);
  if (step === undefined)
    throw new DomainError('stepNotFound', `Step ${stepId} is not in ${plan.policy} ${plan.version} (case ${caseId})`);
  return step;
}

/** An addressee without a usable address becomes work for a person, not silence (K1, R26): one open task a debtor. */
async function askForAddress(tx: Tx, call: StepCall, detail: string, at: Date): Promise<void> {
  const { debtorId, caseId, invoiceId } = call;
  if ((await tx.task.count({ where: { debtorId, kind: 'data', status: 'open' } })) > 0) return;
  const why = { code: 'noAddress', step: call.step, detail };
  await tx.task.create({ data: { debtorId, caseId, invoiceId, kind: 'data', role: 'owner', why, at } });
}

async function recordRefusal(
  tx: Tx,
  call: StepCall,
  facts: ContactFacts,
  decision: Exclude<ContactDecision, { kind: 'send' }>,
): Promise<Reservation> {
  const { reason } = decision;
  const at = new Date(instantOf(facts.asOf));
  if (reason.code === 'noAddress') await askForAddress(tx, call, reason.detail ?? '', at);
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

interface NewReservation {
  readonly call: StepCall;
  readonly found: CaseWithParties;
  readonly plan: Plan;
  readonly step: PlanStep;
  readonly facts: ContactFacts;
  readonly covered: readonly SiblingCase[];
  readonly channel: Channel;
  readonly pointId: string | null;
  readonly personId: string | null;
}

async function writeReservation(tx: Tx, reservation: NewReservation): Promise<string> {
  const { call, found, plan, step, facts, covered, channel, pointId, personId } = reservation;
  const id = newId();
  const at = new Date(instantOf(facts.asOf));
  const lead = leadingStep({ step: step.id, severity: step.severity }, covered);
  const leading = stepOf(plan, lead.step, call.caseId);
  const template = leading.template ?? step.template;
  if (template === null)
    throw new DomainError('noTemplate', `Step ${step.id} of ${plan.policy} ${plan.version} has no template`);
  await tx.contact.create({
    data: {
      id,
      debtorId: found.debtorId,
      personId,
      contactPointId: pointId,
      channel,
      state: 'reserved',
      formal: step.formal,
      language: found.language,
      leadStep: leading.id,
      leadDay: leading.id === step.id ? call.day : leading.day,
      template,
      policyHash: plan.hash,
      facts: {
        ...facts,
        options: facts.options.map((option) => ({ ...option })),
        recentAutomatic: [...facts.recentAutomatic],
      },
      at,
      reservedAt: at,
      sample: found.debtor.sample,
    },
  });
  const earlier = await tx.contactStep.count({
    where: { invoiceId: call.invoiceId, stepId: call.step, occurrence: call.occurrence },
  });
  const own = {
    contactId: id,
    caseId: call.caseId,
    invoiceId: call.invoiceId,
    stepId: call.step,
    occurrence: call.occurrence,
  };
  await tx.contactStep.create({ data: { ...own, attempt: earlier + 1, leads: true, day: call.day, at } });
  for (const sibling of covered) {
    const { caseId, invoiceId, nextStep: stepId, nextOccurrence: occurrence } = sibling;
    const attempts = await tx.contactStep.findMany({
      where: { invoiceId, stepId, occurrence },
      select: { definitelyFailed: true },
    });
    if (attempts.some((attempt) => !attempt.definitelyFailed)) continue;
    const siblingAt = new Date(instantOf(sibling.nextAt));
    await tx.contactStep.create({
      data: { contactId: id, caseId, invoiceId, stepId, occurrence, attempt: attempts.length + 1, at: siblingAt },
    });
  }
  return id;
}

async function decideAndReserve(tx: Tx, deps: ReserveDeps, call: StepCall): Promise<Reservation> {
  await lockDebtors(tx, [call.debtorId]);
  const attempt = await livingAttempt(tx, call);
  const known = attempt === null ? null : answerOf(attempt);
  if (attempt !== null && known !== null) {
    if (attempt.contact.state === 'sending' && attempt.leads) await markUnknown(tx, call, attempt.contact.id);
    return answered(known);
  }
  const found = await caseWithParties(tx, call.caseId);
  const plan = await deps.plans.planOfVersion(found.policyVersionId);
  const step = stepOf(plan, call.step, call.caseId);
  const asOf = deps.now(minuteOf(call.asOf));
  const calendar = compileCalendar(sliceOf(found, asOf, null));
  const facts = await readContactFacts(tx, { found, step, calendar, asOf, except: attempt?.contactId ?? null });
  const decision = decideContact(facts, plan, calendar);
  if (decision.kind !== 'send') {
    if (attempt !== null) await cancelReservation(tx, attempt.contactId);
    return recordRefusal(tx, call, facts, decision);
  }
  const { channel, pointId, personId } = decision.option;
  if (attempt !== null)
    return {
      kind: 'reserved',
      contactId: attempt.contactId,
      channel: attempt.contact.channel === channel ? channel : step.channel,
      at: asOf,
    };
  const covered = step.formal ? [] : await readSiblings(tx, found, calendar, asOf);
  const contactId = await writeReservation(tx, { call, found, plan, step, facts, covered, channel, pointId, personId });
  const content = {
    contactId,
    step: call.step,
    occurrence: call.occurrence,
    channel,
    covers: covered.map((row) => row.invoiceId),
    facts,
  };
  const at = new Date(instantOf(asOf));
  await appendEvidence(tx, [
    ...decisionEvidence(call),
    { chain: { kind: 'case', id: call.caseId }, kind: 'contactReserved', at, content },
  ]);
  return { kind: 'reserved', contactId, channel, at: asOf };
}

/**
 * Decides, under the debtor's lock and on freshly read facts, whether this step's message may go out, and reserves it: a row
 * per covered step, unique by (invoice, step, occurrence) as long as it has not definitely failed (I2). Safe to repeat.
 */
export async function reserveContact(deps: ReserveDeps, call: StepCall): Promise<Reservation> {
  return deps.db.$transaction((tx) => decideAndReserve(tx, deps, call));
}
