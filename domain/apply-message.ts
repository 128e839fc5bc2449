import { endProposalWait, requestStep, skipStep } from './apply-request';
import { applyApproval } from './apply-result';
import { nearestCreditorDay, type Calendar } from './calendar';
import type { CaseHold, CaseState } from './case-state';
import { applyDelivery } from './contact/delivery';
import { copyState } from './copy-state';
import { assertNever } from './errors';
import { channelOfTask, countFailure } from './failed-attempts';
import { changeBalance, heldDays } from './holds';
import type { CaseMessage, MessageOf } from './messages';
import type { Plan } from './plan';
import { laterOf, minuteOf, OPEN_ENDED, parseDay, type EpochDay, type EpochMinute } from './time';

/** What folding a message did: `ignored` says why it changed nothing, for the decision log. */
export interface AppliedMessage {
  readonly state: CaseState;
  readonly ignored: string | null;
}

// A deferral for one of these reasons waited for the very news that a ledger or hold message brings.
const stalenessReasons: readonly string[] = ['staleStep', 'paid', 'hold', 'balanceZero', 'promise', 'proposal'];

// What a change of the debtor may end: a flag, the mode in which people look at every message, and a wait for its payment days.
const flagReasons: readonly string[] = ['noContactFlag', 'proposal', 'payDay'];

/** What stood against a message may be gone with the news: the planner and the gate decide anew. */
function endStaleDeferral(next: CaseState): void {
  if (next.deferral !== null && stalenessReasons.includes(next.deferral.reason.code)) next.deferral = null;
}

/** What the ledger says of an invoice: the open balance after an entry, and how many entries there are. */
interface LedgerNews {
  readonly openBalanceMinor: number;
  readonly ledgerSeq: number;
}

function setBalance(next: CaseState, body: LedgerNews, today: EpochDay): string | null {
  if (body.ledgerSeq <= next.ledgerSeq) return 'the ledger is already known up to this entry';
  next.openBalanceMinor = body.openBalanceMinor;
  next.ledgerSeq = body.ledgerSeq;
  next.balances = changeBalance(next.balances, today, body.openBalanceMinor);
  next.held = heldDays(next.holds, next.promise, next.balances);
  endStaleDeferral(next);
  return null;
}

/** The state with what the ledger says at its `now`; unchanged when that is already known. Pure. */
export function applyBalance(state: CaseState, news: LedgerNews, calendar: Calendar): CaseState {
  const next = copyState(state);
  setBalance(next, news, nearestCreditorDay(calendar, next.now));
  return next;
}

function holdOf(hold: MessageOf<'placeHold'>['hold']): CaseHold {
  return {
    id: hold.holdId,
    kind: hold.kind,
    from: parseDay(hold.from),
    until: hold.until === null ? OPEN_ENDED : parseDay(hold.until),
    partMinor: hold.partMinor,
  };
}

/** Adds a hold, or replaces the one with its id: an extension and an early end are the same hold with other days. */
function setHold(next: CaseState, hold: CaseHold): null {
  next.holds = [...next.holds.filter((known) => known.id !== hold.id), hold];
  next.held = heldDays(next.holds, next.promise, next.balances);
  endStaleDeferral(next);
  return null;
}

function releaseHold(next: CaseState, body: MessageOf<'releaseHold'>): string | null {
  const known = next.holds.find((hold) => hold.id === body.holdId);
  if (known === undefined) return `no hold ${body.holdId} is placed on this case`;
  const releasedOn = parseDay(body.releasedOn);
  if (releasedOn >= known.until) return `hold ${body.holdId} has already ended`;
  return setHold(next, {
    id: known.id,
    kind: known.kind,
    from: known.from,
    until: Math.max(known.from, releasedOn),
    partMinor: known.partMinor,
  });
}

function recordPromise(next: CaseState, body: MessageOf<'recordPromise'>): string | null {
  if (next.promise?.id === body.promiseId) return `promise ${body.promiseId} is already known`;
  if (next.promise !== null) {
    const { id, madeOn, holdUntil } = next.promise;
    // Replaced, not broken: the days under the old promise stay held up to the new one, which now says until when.
    const until = Math.min(holdUntil, parseDay(body.madeOn));
    next.holds = [...next.holds, { id, kind: 'promise', from: madeOn, until, partMinor: null }];
  }
  const { promiseId, amountMinor } = body;
  next.promise = {
    id: promiseId,
    madeOn: parseDay(body.madeOn),
    promisedFor: parseDay(body.promisedFor),
    holdUntil: parseDay(body.holdUntil),
    amountMinor,
    balanceMinorWhenMade: next.openBalanceMinor,
  };
  next.awaitingAnswer = false;
  next.held = heldDays(next.holds, next.promise, next.balances);
  endStaleDeferral(next);
  return null;
}

/** Pauses until somebody has read the reply, and never ends a longer wait for another reason, such as an unknown send. */
function pauseForReply(next: CaseState, until: EpochMinute): void {
  const { deferral } = next;
  if (deferral !== null && deferral.reason.code !== 'replyPending' && deferral.until >= until) return;
  next.deferral = { until, reason: { code: 'replyPending' } };
}

function recordCall(plan: Plan, next: CaseState, body: MessageOf<'recordCall'>): string | null {
  const task = next.tasks.find((open) => open.id === body.taskId);
  if (task === undefined) return `no open task ${body.taskId} in this case`;
  next.tasks = next.tasks.filter((open) => open.id !== body.taskId);
  if (body.outcome === 'noAnswer') countFailure(next, channelOfTask(plan, task));
  else next.awaitingAnswer = false;
  return null;
}

function decideApproval(plan: Plan, state: CaseState, body: MessageOf<'decideApproval'>): AppliedMessage {
  const open = state.approval;
  if (open === null || open.id !== body.approvalId)
    return { state, ignored: `no approval ${body.approvalId} is awaited` };
  const { step, occurrence } = open;
  return {
    state: applyApproval(plan, state, { approvalId: open.id, step, occurrence, decision: body.decision }),
    ignored: null,
  };
}

/** Facts are told whole, so that only the newest count: messages may overtake each other on their way (decisions 3.1). */
function takeNewest(next: CaseState, what: 'debtor' | 'invoice' | 'papers', at: string): string | null {
  const known = next.newestFacts[what] ?? null;
  if (known !== null && at < known) return `newer facts of the ${what} are known already, of ${known}`;
  next.newestFacts = { ...next.newestFacts, [what]: at };
  return null;
}

function changeInvoice(next: CaseState, body: MessageOf<'invoiceChanged'>, today: EpochDay): string | null {
  const overtaken = takeNewest(next, 'invoice', body.at);
  if (overtaken !== null) {
    // The balance has a count of its own.
    setBalance(next, body, today);
    return overtaken;
  }
  const dueDay = parseDay(body.effectiveDueDate);
  const moved = dueDay !== next.dueDay;
  next.dueDay = dueDay;
  const balance = setBalance(next, body, today);
  return moved ? null : balance;
}

function changeDebtor(next: CaseState, body: MessageOf<'debtorChanged'>): string | null {
  const overtaken = takeNewest(next, 'debtor', body.at);
  if (overtaken !== null) return overtaken;
  const { grade, motive, relationship, ordering, language, debtorOverdueMinor, contactHours } = body;
  const { payDays = null, riskScore = null } = body;
  const { receivable, evidence } = next.facts;
  const debtor = { grade, motive, relationship, ordering, language, debtorOverdueMinor, contactHours };
  const money = payDays === null ? null : { ...payDays, dates: payDays.dates.map(parseDay) };
  next.facts = { ...debtor, payDays: money, riskScore, receivable, evidence };
  // Somebody changed the debtor: perhaps the very flag.
  if (flagReasons.includes(next.deferral?.reason.code ?? '')) next.deferral = null;
  return null;
}

/** The creditor's day on which a message was committed. */
const dayOfNews = (calendar: Calendar, { body }: CaseMessage): EpochDay =>
  nearestCreditorDay(calendar, minuteOf(body.at));

function applyFact(plan: Plan, next: CaseState, message: CaseMessage, calendar: Calendar): string | null {
  switch (message.kind) {
    case 'paymentReceived':
      next.awaitingAnswer = false;
      return setBalance(next, message.body, dayOfNews(calendar, message));
    case 'paymentReversed':
    case 'ledgerChanged':
      return setBalance(next, message.body, dayOfNews(calendar, message));
    case 'deliveryReported':
      return applyDelivery(plan, next, message.body);
    case 'debtorReplied':
      next.awaitingAnswer = false;
      if (message.body.pausedUntil !== null) pauseForReply(next, minuteOf(message.body.pausedUntil));
      return null;
    case 'holdChanged':
    case 'placeHold':
      return setHold(next, holdOf(message.body.hold));
    case 'releaseHold':
      return releaseHold(next, message.body);
    case 'debtorChanged':
      return changeDebtor(next, message.body);
    case 'papersChanged': {
      const overtaken = takeNewest(next, 'papers', message.body.at);
      if (overtaken === null) next.facts = { ...next.facts, evidence: message.body.evidence };
      return overtaken;
    }
    case 'proposalDecided':
      return endProposalWait(next);
    case 'sendNow':
      return requestStep(plan, next, message.body, calendar);
    case 'skipStep':
      return skipStep(plan, next, message.body, calendar);
    case 'invoiceChanged':
      return changeInvoice(next, message.body, dayOfNews(calendar, message));
    case 'policyChanged':
      // The message says that the case was migrated; who holds the plan takes the new one (changePlan).
      return null;
    case 'recordPromise':
      return recordPromise(next, message.body);
    case 'recordCall':
      return recordCall(plan, next, message.body);
    case 'escalate':
      next.escalateTo = message.body.role;
      return null;
    case 'cancelCase':
      next.ending = 'cancelled';
      return null;
    case 'decideApproval':
      return null;
    default:
      return assertNever(message, 'message');
  }
}

/**
 * Folds one message into the state. Pure; a message is applied once: its id travels in `seen`. A message that the case
 * cannot use changes nothing else and says why. The calendar tells on which day the balance changed.
 */
export function applyMessage(plan: Plan, state: CaseState, message: CaseMessage, calendar: Calendar): AppliedMessage {
  const { id, at } = message.body;
  if (state.seen.includes(id)) return { state, ignored: `message ${id} was already applied` };
  const approved = message.kind === 'decideApproval' ? decideApproval(plan, state, message.body) : null;
  const next = copyState(approved === null ? state : approved.state);
  next.seen = [...next.seen, id];
  next.now = laterOf(next.now, minuteOf(at));
  const ignored = applyFact(plan, next, message, calendar);
  return { state: next, ignored: approved === null ? ignored : approved.ignored };
}
