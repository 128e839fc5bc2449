import { refused, type Refused } from '../problems';

/** Whoever commands: a person of staff, since two of them must look. */
export interface ByPerson {
  readonly creditorId: string;
  readonly actor: string;
  /** Null for a machine. */
  readonly staffId: string | null;
  readonly role: string | null;
  readonly reason: string;
  readonly at: Date;
}

const approverRoles: readonly string[] = ['manager', 'financeDirector', 'generalManager'];

/** The roles that may be the second pair of eyes, as a refusal names them. */
export const approverNames = approverRoles.join(', ');

/** Whether a role may be the second pair of eyes: where money is to go, who is important. */
export const isApprover = (role: string | null): boolean => role !== null && approverRoles.includes(role);

/** The answer to a machine that commands what only people may; `what` says what they do. */
export const needsPerson = (what: string): Refused => refused('fourEyes', `${what}, not by a machine`);

/** The answer to whoever may not be the second pair of eyes; `what` says what somebody else does. */
export const needsAnother = (what: string): Refused =>
  refused('fourEyes', `${what} by somebody else; expected another person, one of ${approverNames}`);
