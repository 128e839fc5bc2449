/** Why a command was not carried out; nothing was changed then. Callers act on the code, people read the message. */
export type ProblemReason =
  | 'unknownDebtor'
  | 'unknownInvoice'
  | 'unknownCase'
  | 'unknownPayment'
  | 'unknownPolicy'
  | 'notUnknown'
  | 'unknownReply'
  | 'unknownTask'
  | 'noteNeeded'
  | 'identityNeeded'
  | 'notReconciled'
  | 'unknownLetter'
  | 'unknownAddress'
  | 'wrongAddress'
  | 'recordingRefused'
  | 'unknownApproval'
  | 'debtorNeeded'
  | 'severalDebtors'
  | 'otherCurrency'
  | 'amountNotPositive'
  | 'amountAboveBalance'
  | 'dateInThePast'
  | 'dateTooFar'
  | 'dateOrder'
  | 'dueDateNeeded'
  | 'interestRefused'
  | 'approvalNeeded'
  | 'badContactHours'
  | 'caseClosed'
  | 'cancelledInvoice'
  | 'alreadyClosed'
  | 'alreadyDecided'
  | 'unknownProposal'
  | 'overtaken'
  | 'staleDate'
  | 'badFile'
  | 'complianceOnly'
  | 'fourEyes'
  | 'unknownBankAccount'
  | 'forbiddenWording'
  | 'foreignAccount'
  | 'notNow'
  | 'otherStep'
  | 'idempotencyConflict';

export interface Problem {
  readonly reason: ProblemReason;
  /** What, which id, what was expected: one sentence for a person. */
  readonly message: string;
}

export interface Refused {
  readonly ok: false;
  readonly problem: Problem;
}

/** The answer of a command that was refused. */
export const refused = (reason: ProblemReason, message: string): Refused => ({
  ok: false,
  problem: { reason, message },
});

/** Whether something that a command brought is its refusal. */
export const isRefused = (result: object): result is Refused => 'ok' in result && result.ok === false;

/** Whether an exception of the database says that a unique key exists already (Prisma's P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002';
}
