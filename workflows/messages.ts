import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Decision } from '../domain/case-state';
import type { SignalKind, UpdateKind, MessageOf } from '../domain/messages';
import type { CaseView, PlannedCase, TimelineEntry } from '../domain/case-view';

// Names live in histories for ever. Content and validation: domain/messages.ts.

const signalOf = <K extends SignalKind>(kind: K) => defineSignal<[MessageOf<K>]>(kind);
const updateOf = <K extends UpdateKind>(kind: K) => defineUpdate<UpdateAnswer, [MessageOf<K>]>(kind);

/** What a case answers to an update: it has the message and folds it next. */
export interface UpdateAnswer {
  readonly received: string;
}

/** Facts that must not be refused. */
export const signals = {
  paymentReceived: signalOf('paymentReceived'),
  paymentReversed: signalOf('paymentReversed'),
  ledgerChanged: signalOf('ledgerChanged'),
  deliveryReported: signalOf('deliveryReported'),
  debtorReplied: signalOf('debtorReplied'),
  holdChanged: signalOf('holdChanged'),
  debtorChanged: signalOf('debtorChanged'),
  invoiceChanged: signalOf('invoiceChanged'),
  policyChanged: signalOf('policyChanged'),
  proposalDecided: signalOf('proposalDecided'),
  papersChanged: signalOf('papersChanged'),
} as const;

/** Commands of staff. */
export const updates = {
  recordPromise: updateOf('recordPromise'),
  recordCall: updateOf('recordCall'),
  placeHold: updateOf('placeHold'),
  releaseHold: updateOf('releaseHold'),
  escalate: updateOf('escalate'),
  cancelCase: updateOf('cancelCase'),
  decideApproval: updateOf('decideApproval'),
  sendNow: updateOf('sendNow'),
  skipStep: updateOf('skipStep'),
} as const;

/** Where the case stands and what comes next; null before it has opened. */
export const caseViewQuery = defineQuery<CaseView | null>('caseView');
/** Plan, state and calendar as they are, for previews; null before the case has opened. */
export const plannedCaseQuery = defineQuery<PlannedCase | null>('plannedCase');
/** What was done, in order. */
export const timelineQuery = defineQuery<readonly TimelineEntry[]>('timeline');
/** The last decisions with inputs and reasons, also those to do nothing. */
export const decisionsQuery = defineQuery<readonly Decision[]>('decisions');
