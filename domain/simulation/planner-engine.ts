import type { UpcomingStep } from '../actions';
import { applyMessage } from '../apply-message';
import { type Calendar, creditorDayOf } from '../calendar';
import { DomainError } from '../errors';
import { foldOutcome } from '../fold-outcome';
import type { CaseMessage } from '../messages';
import { monthsBetween } from '../months';
import { plannedAction } from '../next-action';
import { openState } from '../open-state';
import type { Plan } from '../plan';
import { relationshipOf } from '../portfolio/relationship';
import { riskScoreOf } from '../portfolio/risk';
import { graceEndOf } from '../promise-grace';
import { addDays, instantOf, isoDateOf, laterOf, type EpochDay, type EpochMinute } from '../time';
import type { SimEvent, SimInvoice, SimPeople, Wakeup } from './book';
import { createDebtorLedger, type DebtorLedger, type KnownDebtor } from './debtor-ledger';
import type { Turn } from './debtor-turns';
import type { DebtorModel, ModelCase } from './debtor-model';
import { performInModel } from './effects-model';
import type { SimJournal } from './journal';

// The calendar of a promise reaches this far beyond it: grace of some bank days across the longest public holidays.
const GRACE_REACH_DAYS = 40;

/** What the cases of one debtor live by; made once and shared by all of them. */
export interface PlannerWorld {
  /** All invoices of the debtor. */
  readonly invoices: readonly SimInvoice[];
  readonly people: SimPeople;
  /** The plan that an invoice's case pins. */
  planOf(invoice: SimInvoice): Plan;
  /** The calendar of the debtor around an instant, reaching `through` where that is further than usual. */
  calendarAt(asOf: EpochMinute, through: EpochDay | null): Calendar;
}

/** Acts until the case sleeps again. `announced` is what it slept for, when it heard nothing while it slept. */
function runUntilSleep(
  world: PlannerWorld,
  model: DebtorModel,
  current: ModelCase,
  at: EpochMinute,
  announced: UpcomingStep | null = null,
): Wakeup {
  const { plan } = current;
  let expected = announced;
  // The state belongs to the model alone: it need not be copied for a waking.
  current.state.now = laterOf(current.state.now, at);
  for (;;) {
    const action = plannedAction(plan, current.state, current.calendar, current.state.now, expected);
    switch (action.kind) {
      case 'close':
        model.open.delete(current.invoice.id);
        return { wakeAt: null, ended: action.outcome };
      case 'extendCalendar':
        current.calendar = world.calendarAt(current.state.now, action.through);
        break;
      case 'wait':
        current.next = action.next;
        return { wakeAt: action.until, ended: null };
      default: {
        const result = performInModel(model, current, action);
        current.state = foldOutcome(plan, current.state, current.calendar, action, result);
        expected = null;
      }
    }
  }
}

/** The risk of a debtor by the policy's own weights (S47); nobody says what the market knows of a simulated one. */
function riskOf(
  { risk }: Plan,
  { brokenPromises }: DebtorModel,
  { firstInvoiceDay, paidInvoices, meanDaysLate }: KnownDebtor,
  today: EpochDay,
): number | null {
  if (risk === undefined) return null;
  const months = paidInvoices === 0 ? 0 : monthsBetween(firstInvoiceDay, today);
  return riskScoreOf(risk, { meanDaysLate, brokenPromises, months, paidInvoices, market: null });
}

function openCase(
  world: PlannerWorld,
  model: DebtorModel,
  ledger: DebtorLedger,
  invoice: SimInvoice,
  at: EpochMinute,
): ModelCase {
  const plan = world.planOf(invoice);
  const today = creditorDayOf(world.calendarAt(at, null), at);
  const known = ledger.knownOn(invoice, today);
  const relationship = relationshipOf(invoice.facts.relationship, plan.longTerm, known, today);
  const riskScore = invoice.facts.riskScore ?? riskOf(plan, model, known, today);
  const state = openState(plan, {
    caseId: invoice.id,
    invoiceId: invoice.id,
    debtorId: invoice.debtorNumber,
    currency: invoice.currency,
    openedAt: at,
    dueDay: invoice.dueDay,
    invoiceDay: invoice.invoiceDay,
    openBalanceMinor: known.openMinor,
    ledgerSeq: known.entries,
    facts: { ...invoice.facts, relationship, riskScore, debtorOverdueMinor: known.overdueMinor },
    holds: [],
    promise: null,
    brokenPromises: 0,
    failedAttempts: 0,
    performed: [],
    tasks: [],
    escalations: 0,
  });
  const opened: ModelCase = { invoice, plan, state, calendar: world.calendarAt(at, null), next: null, covered: [] };
  model.open.set(invoice.id, opened);
  return opened;
}

function messageOf(
  current: ModelCase,
  event: SimEvent,
  at: EpochMinute,
  ledger: { openMinor: number; entries: number },
  holdUntilOf: (promisedFor: EpochDay) => EpochDay,
): CaseMessage {
  // One day may bring several payments or promises: each is a message of its own.
  const id = `${current.invoice.id}/${event.kind}/${at}/${event.kind === 'payment' ? ledger.entries : event.promisedFor}`;
  const instant = instantOf(at);
  if (event.kind === 'payment') {
    const { amountMinor, day } = event;
    const { openMinor: openBalanceMinor, entries: ledgerSeq } = ledger;
    return {
      kind: 'paymentReceived',
      body: {
        v: 1,
        id,
        at: instant,
        paymentId: id,
        amountMinor,
        valueDate: isoDateOf(day),
        openBalanceMinor,
        ledgerSeq,
      },
    };
  }
  const { promisedFor, amountMinor, day } = event;
  const holdUntil = isoDateOf(holdUntilOf(promisedFor));
  return {
    kind: 'recordPromise',
    body: {
      v: 1,
      id,
      at: instant,
      promiseId: id,
      madeOn: isoDateOf(day),
      promisedFor: isoDateOf(promisedFor),
      holdUntil,
      amountMinor,
    },
  };
}

/**
 * The engine without a server: folds the pure planner and the pure contact gate over a debtor's turns. One debtor at a time.
 */
export function createPlannerEngine(world: PlannerWorld, journal: SimJournal) {
  const model: DebtorModel = { people: world.people, journal, open: new Map(), recent: [], brokenPromises: 0 };
  const ledger = createDebtorLedger(world.invoices);

  const running = (invoice: SimInvoice): ModelCase => {
    const found = model.open.get(invoice.id);
    if (found === undefined)
      throw new DomainError('caseNotOpen', `Invoice ${invoice.number} has no open case in the simulation`);
    return found;
  };

  const perform = (turn: Turn): Wakeup => {
    const { invoice, at } = turn;
    switch (turn.kind) {
      case 'open':
        return runUntilSleep(world, model, openCase(world, model, ledger, invoice, at), at);
      case 'wake': {
        const current = running(invoice);
        return runUntilSleep(world, model, current, at, current.next);
      }
      case 'event': {
        if (turn.event.kind === 'payment') ledger.book(invoice, turn.event);
        if (!turn.isOpen) return { wakeAt: null, ended: null };
        const current = running(invoice);
        const message = messageOf(current, turn.event, at, ledger.of(invoice), (promisedFor) => {
          const calendar = world.calendarAt(at, addDays(promisedFor, GRACE_REACH_DAYS));
          return graceEndOf(calendar, promisedFor, current.plan.promiseGraceBankDays);
        });
        current.state = applyMessage(current.plan, current.state, message, current.calendar).state;
        return runUntilSleep(world, model, current, at);
      }
    }
  };
  return { perform };
}
