/**
 * Why the planner or the contact gate answered as it did: codes with numbers, so that histories stay small and free of
 * language. Texts are rendered when somebody reads them (decisions 2.22).
 */
export type ReasonCode =
  | 'due'
  | 'notYet'
  | 'gap'
  | 'window'
  | 'payDay'
  | 'hold'
  | 'promise'
  | 'cap'
  | 'minimumGap'
  | 'offerOpen'
  | 'deadlineOpen'
  | 'entry'
  | 'exhausted'
  | 'review'
  | 'paid'
  | 'ended'
  | 'cancelled'
  | 'approval'
  | 'approvalRefused'
  | 'taskOpen'
  | 'taskIgnored'
  | 'promiseDue'
  | 'unknownSend'
  | 'awaitingRead'
  | 'nothingUnread'
  | 'replyPending'
  | 'noAddress'
  | 'fileIncomplete'
  | 'providerRefused'
  | 'noContactFlag'
  | 'relationshipSized'
  | 'contractUnknown'
  | 'identicalText'
  | 'balanceZero'
  | 'staleStep'
  | 'alreadyCovered'
  | 'escalated'
  | 'preDueMissed'
  | 'proposal'
  | 'proposalRejected'
  | 'requested'
  | 'headsUp'
  | 'rateShare'
  | 'deferred';

/** A reason with the numbers that explain it: `until` and `day` are epoch minutes and stage days. */
export interface Reason {
  readonly code: ReasonCode;
  readonly step?: string;
  readonly until?: number;
  readonly day?: number;
  readonly n?: number;
  readonly detail?: string;
}
