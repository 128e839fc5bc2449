import type { Db } from '../../clients/prisma';
import type { IsoDate } from '../../domain/time';
import { columnOfDay } from '../columns';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';
import { type ByPerson, isApprover, needsAnother, needsPerson } from './four-eyes';

/** An account to which debtors are to pay. */
export interface EnterBankAccount extends ByPerson {
  readonly holder: string;
  readonly bankName: string;
  readonly accountNo: string;
  readonly currency: string;
  readonly validFrom: IsoDate;
}

export interface ApproveBankAccount extends ByPerson {
  readonly accountId: string;
}

export type AccountAccepted = Accepted & { readonly accountId: string };

/** Enters an account. Nobody is told to pay to it before another person has approved it (decisions 4.6). */
export async function enterBankAccount(
  { db }: { readonly db: Db },
  command: EnterBankAccount,
): Promise<AccountAccepted | Refused> {
  const { creditorId, actor, staffId, reason, at, holder, bankName, accountNo, currency, validFrom } = command;
  if (staffId === null) return needsPerson('Bank details are entered by a person of staff');
  return db.$transaction(async (tx) => {
    const accountId = newId();
    const details = { holder, bankName, accountNo, currency, validFrom: columnOfDay(validFrom) };
    await tx.bankAccount.create({ data: { id: accountId, creditorId, ...details, enteredById: staffId } });
    const { contentHash } = await keepText(tx, { debtorId: null, caseId: null }, reason);
    const chain = { kind: 'system', id: `bank-accounts/${creditorId}` } as const;
    const content = { accountId, currency, validFrom, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain, kind: 'bankAccountEntered', at, content }]);
    return { ok: true, messageIds: [], accountId };
  });
}

/** The second pair of eyes: from then on the account holds, and the one of this currency before it ends the day before. */
export async function approveBankAccount(
  { db }: { readonly db: Db },
  command: ApproveBankAccount,
): Promise<AccountAccepted | Refused> {
  const { creditorId, accountId, actor, staffId, role, reason, at } = command;
  if (staffId === null) return needsPerson('Bank details are approved by a person of staff');
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`select id from creditor where id = ${creditorId}::uuid for update`;
    const account = await tx.bankAccount.findFirst({ where: { id: accountId, creditorId } });
    if (account === null) return refused('unknownBankAccount', `There is no bank account ${accountId}`);
    if (account.approvedById !== null)
      return refused('alreadyDecided', `Bank account ${accountId} is approved already`);
    if (account.enteredById === staffId || !isApprover(role))
      return needsAnother(`Bank account ${accountId} is approved`);
    const { currency, validFrom } = account;
    await tx.bankAccount.updateMany({
      where: { creditorId, currency, approvedById: { not: null }, validUntil: null },
      data: { validUntil: validFrom },
    });
    await tx.bankAccount.update({ where: { id: accountId }, data: { approvedById: staffId } });
    const { contentHash } = await keepText(tx, { debtorId: null, caseId: null }, reason);
    const chain = { kind: 'system', id: `bank-accounts/${creditorId}` } as const;
    const content = { accountId, currency, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain, kind: 'bankAccountApproved', at, content }]);
    return { ok: true, messageIds: [], accountId };
  });
}
