import type { Refused, ProblemReason } from '../services/problems';
import { Problem, type ProblemCode } from './errors';

// Which problem each refusal of a service is: unknown records, requests that can never be right, and states that forbid them.
const codes: Readonly<Record<ProblemReason, ProblemCode>> = {
  unknownDebtor: 'notFound',
  unknownInvoice: 'notFound',
  unknownCase: 'notFound',
  unknownPayment: 'notFound',
  unknownPolicy: 'notFound',
  unknownReply: 'notFound',
  unknownTask: 'notFound',
  noteNeeded: 'invalidRequest',
  identityNeeded: 'invalidRequest',
  notReconciled: 'conflict',
  unknownLetter: 'notFound',
  unknownAddress: 'notFound',
  wrongAddress: 'conflict',
  recordingRefused: 'conflict',
  unknownApproval: 'notFound',
  debtorNeeded: 'invalidRequest',
  amountNotPositive: 'invalidRequest',
  dateInThePast: 'invalidRequest',
  dateOrder: 'invalidRequest',
  badContactHours: 'invalidRequest',
  dateTooFar: 'invalidRequest',
  severalDebtors: 'conflict',
  otherCurrency: 'conflict',
  amountAboveBalance: 'conflict',
  caseClosed: 'conflict',
  alreadyClosed: 'conflict',
  alreadyDecided: 'conflict',
  notUnknown: 'conflict',
  cancelledInvoice: 'conflict',
  dueDateNeeded: 'conflict',
  interestRefused: 'conflict',
  approvalNeeded: 'conflict',
  unknownProposal: 'notFound',
  overtaken: 'conflict',
  staleDate: 'conflict',
  badFile: 'unsupportedMediaType',
  complianceOnly: 'forbidden',
  fourEyes: 'forbidden',
  unknownBankAccount: 'notFound',
  forbiddenWording: 'invalidRequest',
  foreignAccount: 'invalidRequest',
  notNow: 'conflict',
  otherStep: 'conflict',
  idempotencyConflict: 'conflict',
};

/** The result of a service, or its refusal as a problem. Nothing was changed when it refused. */
export function acceptedOr<T extends { readonly ok: true }>(result: T | Refused): T {
  if (result.ok) return result;
  throw new Problem(codes[result.problem.reason], result.problem.message);
}
