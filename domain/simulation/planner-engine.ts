import { applyMessage } from '../apply-message';
import { compileCalendar, type Calendar, type CalendarSlice } from '../calendar';
import { rowOf } from '../case-row';
import type { CaseState } from '../case-state';
import { wakeAt } from '../decisions';
import { DomainError } from '../errors';
import { foldOutcome } from '../fold-outcome';
import type { CaseMessage } from '../messages';
import { nextAction } from '../next-action';
import { openState } from '../open-state';
import type { Plan } from '../plan';
import { graceEndOf } from '../promise-grace';
import { addDays, instantOf, isoDateOf, type EpochDay, type EpochMinute } from '../time';
import type { SimContact, SimEvent, SimInvoice, SimPeople, SimTask, Wakeup } from './book';
import type { Turn } from './debtor-turns';
import { performInModel } from './effects-model';

/** A case of the model: the same state that a workflow carries. */
export interface ModelCase {
  readonly invoice: SimInvoice;
  state: CaseState;
  calendar: Calendar;
  row: ReturnType<typeof rowOf>;
}

/** The debtor as the model knows it: what in reality the database holds. */
export interface DebtorModel {
  readonly plan: Plan;
  readonly people: SimPeople;
  readonly debtorNumber: string;
  /** Cases that run, by invoice id. */
  readonly open: Map<string, ModelCase>;
  /** Instants of automatic contacts, ascending. */
  readonly recent: EpochMinute[];
  /** Channel of the sibling's message that already covers (invoice, step, occurrence). */
  readonly covered: Map<string, string>;
  readonly contacts: SimContact[];
  readonly tasks: SimTask[];
  /** The task that an id names, so that its outcome can be set. */
  readonly taskRows: Map<string, number>;
}

// The calendar of a promise reaches this far beyond it: grace of some bank days across the longest public holidays.
const GRACE_REACH_DAYS = 40;

/** The calendar of the debtor around an instant, reaching `through` where that is further than usual. */
export type SliceSource = (asOf: EpochMinute, through: EpochDay | null) => CalendarSlice;

function runUntilSleep(model: DebtorModel, current: ModelCase, at: EpochMinute, slices: SliceSource): Wakeup {
  const { plan } = model;
  current.state = wakeAt(current.state, at);
  for (;;) {
    const action = nextAction(plan, current.state, current.calendar, current.state.now);
    switch (action.kind) {
      case 'close':
        model.open.delete(current.invoice.id);
        return { wakeAt: null, ended: action.outcome };
      case 'extendCalendar':
        current.calendar = compileCalendar(slices(current.state.now, action.through));
        break;
      case 'wait':
        current.row = rowOf(current.state, action);
        return { wakeAt: action.until, ended: null };
      default: {
        const result = performInModel(model, current, action);
        current.state = foldOutcome(plan, current.state, current.calendar, action, result);
      }
    }
  }
}

function openCase(
  model: DebtorModel,
  invoice: SimInvoice,
  at: EpochMinute,
  paid: { openMinor: number; entries: number },
  slices: SliceSource,
): ModelCase {
  const calendar = compileCalendar(slices(at, null));
  const state = openState(model.plan, {
    caseId: invoice.id,
    invoiceId: invoice.id,
    debtorId: model.debtorNumber,
    currency: invoice.currency,
    openedAt: at,
    dueDay: invoice.dueDay,
    invoiceDay: invoice.invoiceDay,
    openBalanceMinor: paid.openMinor,
    ledgerSeq: paid.entries,
    facts: invoice.facts,
    holds: [],
    promise: null,
    brokenPromises: 0,
    failedAttempts: 0,
    performed: [],
    tasks: [],
    escalations: 0,
  });
  const opened: ModelCase = {
    invoice,
    state,
    calendar,
    row: rowOf(state, { kind: 'close', outcome: 'cancelled', reason: { code: 'notYet' } }),
  };
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
  const base = { v: 1 as const, id, at: instantOf(at) };
  if (event.kind === 'payment') {
    const { amountMinor, day } = event;
    const { openMinor: openBalanceMinor, entries: ledgerSeq } = ledger;
    return {
      kind: 'paymentReceived',
      body: { ...base, paymentId: id, amountMinor, valueDate: isoDateOf(day), openBalanceMinor, ledgerSeq },
    };
  }
  const { promisedFor, amountMinor, day } = event;
  const holdUntil = isoDateOf(holdUntilOf(promisedFor));
  return {
    kind: 'recordPromise',
    body: {
      ...base,
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
export function createPlannerEngine(plan: Plan, people: SimPeople, debtorNumber: string, slices: SliceSource) {
  const model: DebtorModel = {
    plan,
    people,
    debtorNumber,
    open: new Map(),
    recent: [],
    covered: new Map(),
    contacts: [],
    tasks: [],
    taskRows: new Map(),
  };
  const ledgers = new Map<string, { openMinor: number; entries: number }>();
  const ledgerOf = (invoice: SimInvoice) => ledgers.get(invoice.id) ?? { openMinor: invoice.amountMinor, entries: 1 };

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
        return runUntilSleep(model, openCase(model, invoice, at, ledgerOf(invoice), slices), at, slices);
      case 'wake':
        return runUntilSleep(model, running(invoice), at, slices);
      case 'event': {
        const before = ledgerOf(invoice);
        if (turn.event.kind === 'payment') {
          ledgers.set(invoice.id, {
            openMinor: before.openMinor - turn.event.amountMinor,
            entries: before.entries + 1,
          });
        }
        if (!turn.isOpen) return { wakeAt: null, ended: null };
        const current = running(invoice);
        const message = messageOf(current, turn.event, at, ledgerOf(invoice), (promisedFor) => {
          const calendar = compileCalendar(slices(at, addDays(promisedFor, GRACE_REACH_DAYS)));
          return graceEndOf(calendar, promisedFor, plan.promiseGraceBankDays);
        });
        current.state = applyMessage(plan, current.state, message).state;
        return runUntilSleep(model, current, at, slices);
      }
    }
  };
  return { perform, contacts: model.contacts, tasks: model.tasks };
}
