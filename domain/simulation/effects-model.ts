import type { EffectResult } from '../actions';
import { creditorDayOf } from '../calendar';
import type { Channel } from '../channels';
import { claimHeldBy } from '../claim-held';
import { mayBeCovered, siblingsToCover, speaksOn, withinOneText, type SiblingCase } from '../contact/cover-siblings';
import { decideContact, type ContactFacts } from '../contact/decide-contact';
import { payDayFacts } from '../contact/pay-day';
import { assertNever } from '../errors';
import type { EffectAction } from '../fold-outcome';
import { stageDayOf } from '../holds';
import type { PlanStep } from '../plan';
import { addMinutes, instantOf, MINUTES_PER_DAY, type EpochMinute } from '../time';
import type { ContactNote, TaskNote } from './journal';
import type { DebtorModel, ModelCase } from './debtor-model';

type PerformAction = Extract<EffectAction, { kind: 'perform' }>;

const coverOf = ({ covered }: ModelCase, step: string, occurrence: number) =>
  covered.find((known) => known.step === step && known.occurrence === occurrence);

/** Kinds of task by effect, as the activities name them. */
const taskKinds = {
  openCallTask: 'call',
  openVisitTask: 'visit',
  escalateToManager: 'managerReview',
  instructLawyer: 'lawyer',
  openReviewTask: 'review',
} as const;

function stageToday(current: ModelCase): number {
  const { dueDay, held, now } = current.state;
  return stageDayOf(dueDay, held, creditorDayOf(current.calendar, now));
}

function addContact(
  model: DebtorModel,
  current: ModelCase,
  { step, occurrence }: PerformAction,
  { channel, at, outcome }: Pick<ContactNote, 'channel' | 'at' | 'outcome'>,
): void {
  const { invoice } = current;
  model.journal.contact({ invoice, step, occurrence, day: stageToday(current), at, channel, outcome });
}

const knownOptions = new WeakMap<PlanStep, ContactFacts['options']>();

/** Every channel is reachable in a simulation, letters included (decisions 2.25); voice needs a consent that nobody gave. */
function optionsOf(step: PlanStep): ContactFacts['options'] {
  const known = knownOptions.get(step);
  if (known !== undefined) return known;
  const options = [step.channel, ...step.fallback].map((channel) => {
    const usable = channel === 'voice' ? ('noConsent' as const) : ('yes' as const);
    return { channel, pointId: null, personId: null, usable };
  });
  knownOptions.set(step, options);
  return options;
}

function siblingsOf(model: DebtorModel, current: ModelCase, step: PlanStep, channel: Channel): SiblingCase[] {
  const rows: (SiblingCase & { readonly canLead: boolean })[] = [];
  for (const other of model.open.values()) {
    const { next, state } = other;
    // Only reminders can be covered; the other questions are asked of them alone.
    if (other === current || next === null || next.step.effect !== 'sendReminder') continue;
    if (!mayBeCovered(next.step)) continue;
    if (claimHeldBy(state, creditorDayOf(current.calendar, current.state.now)) !== null) continue;
    if (coverOf(other, next.step.id, next.occurrence) !== undefined) continue;
    rows.push({
      caseId: state.caseId,
      invoiceId: state.invoiceId,
      nextStep: next.step.id,
      nextOccurrence: next.occurrence,
      nextEffect: next.step.effect,
      nextSeverity: next.step.severity,
      nextAt: next.at,
      language: state.facts.language,
      canLead: speaksOn(next.step, channel),
    });
  }
  const due = siblingsToCover(rows, current.state.facts.language, current.calendar, current.state.now);
  return withinOneText(step.severity, due);
}

/** In a simulation nobody opens an e-mail: what follows it always comes (S192). */
function unreadOf({ state }: ModelCase, { unreadOf: followed }: PlanStep): Pick<ContactFacts, 'unread'> {
  const { awaitingRead = null } = state;
  if (followed === undefined || awaitingRead === null) return {};
  const { until } = awaitingRead;
  return { unread: { sentAt: addMinutes(until, -followed.hours * 60), until, isRead: false } };
}

/** Drops the instants up to `end`: turns come in the order of time, so that nobody asks for them again. */
function forgetBefore(ascending: EpochMinute[], end: number): void {
  while ((ascending[0] ?? Infinity) <= end) ascending.shift();
}

function factsOf(model: DebtorModel, current: ModelCase, step: PlanStep): ContactFacts {
  const asOf = current.state.now;
  forgetBefore(model.recent, asOf - 30 * MINUTES_PER_DAY);
  return {
    asOf,
    openBalanceMinor: current.state.openBalanceMinor,
    caseEnded: false,
    heldBy: claimHeldBy(current.state, creditorDayOf(current.calendar, asOf)),
    window: step.window ?? null,
    contactHours: current.state.facts.contactHours,
    noContactUntil: null,
    replyPausedUntil: null,
    recentAutomatic: model.recent,
    formal: step.formal,
    ...unreadOf(current, step),
    ...payDayFacts(current.plan, step, current.state.dueDay, current.state.facts.payDays ?? null),
    options: optionsOf(step),
  };
}

function sendInModel(model: DebtorModel, current: ModelCase, action: PerformAction): EffectResult {
  const { step, occurrence } = action;
  const contactId = `${current.invoice.id}/${step.id}/${occurrence}`;
  const cover = coverOf(current, step.id, occurrence);
  if (cover !== undefined) {
    addContact(model, current, action, { ...cover, outcome: 'coveredBy' });
    return { kind: 'coveredBy', contactId };
  }
  const decision = decideContact(factsOf(model, current, step), current.plan, current.calendar);
  switch (decision.kind) {
    case 'defer':
      return { kind: 'deferredUntil', until: instantOf(decision.until), reason: decision.reason };
    case 'refuse':
      return { kind: 'refused', reason: decision.reason };
    case 'send': {
      const { channel } = decision.option;
      for (const sibling of step.formal ? [] : siblingsOf(model, current, step, channel)) {
        const { nextStep: step, nextOccurrence: occurrence, nextAt: at } = sibling;
        model.open.get(sibling.invoiceId)?.covered.push({ step, occurrence, channel, at });
      }
      model.recent.push(current.state.now);
      addContact(model, current, action, { channel, at: current.state.now, outcome: 'sent' });
      return { kind: 'sent', contactId, channel };
    }
    default:
      return assertNever(decision, 'contact decision');
  }
}

const ENDED_TASK = 'ended';

function addTask(
  model: DebtorModel,
  current: ModelCase,
  task: Pick<TaskNote, 'step' | 'planStep' | 'occurrence' | 'kind' | 'role'>,
): EffectResult {
  const { invoice, state } = current;
  const { step, planStep, occurrence, kind, role } = task;
  const outcome = model.people === 'noAnswer' ? 'noAnswer' : null;
  // Of a task that ends at once nobody speaks again.
  const id = outcome === null ? `${invoice.id}/${step}/${occurrence}/${kind}` : ENDED_TASK;
  const day = stageToday(current);
  const said = outcome ?? 'open';
  model.journal.task({ id, invoice, planStep, step, occurrence, day, at: state.now, kind, role, outcome: said });
  return { kind: 'taskOpened', taskId: id, outcome };
}

function addEscalation(model: DebtorModel, current: ModelCase, occurrence: number, role: string): EffectResult {
  return addTask(model, current, { step: 'escalation', planStep: null, occurrence, kind: 'escalation', role });
}

/** Performs an effect on the model as the activities do on the database. */
export function performInModel(model: DebtorModel, current: ModelCase, action: EffectAction): EffectResult {
  switch (action.kind) {
    case 'perform': {
      const { step, occurrence } = action;
      if (step.effect === 'sendReminder' || step.effect === 'sendLetter') return sendInModel(model, current, action);
      const kind = taskKinds[step.effect];
      return addTask(model, current, { step: step.id, planStep: step, occurrence, kind, role: step.role });
    }
    case 'requestApproval': {
      const decision = model.people === 'noAnswer' ? 'approved' : null;
      return { kind: 'approvalRequested', approvalId: `${current.invoice.id}/${action.step.id}`, decision };
    }
    case 'escalate':
      return addEscalation(model, current, action.occurrence, action.role);
    case 'escalateIgnoredTask':
      model.journal.taskIgnored(action.taskId);
      return addEscalation(model, current, action.occurrence, action.role ?? current.plan.review.role);
    case 'judgePromise':
      if (action.verdict === 'broken') model.brokenPromises += 1;
      return { kind: 'promiseJudged' };
    default:
      return assertNever(action, 'effect');
  }
}
