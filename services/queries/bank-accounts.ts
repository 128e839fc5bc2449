import type { Db } from '../../clients/prisma';
import { isoDateOfColumn } from '../columns';

/** The creditor's accounts, newest first, with who entered and who approved each. */
export async function listBankAccounts(db: Db, creditorId: string) {
  const rows = await db.bankAccount.findMany({ where: { creditorId }, orderBy: { id: 'desc' } });
  return rows.map((row) => ({
    id: row.id,
    holder: row.holder,
    bankName: row.bankName,
    accountNo: row.accountNo,
    currency: row.currency,
    validFrom: isoDateOfColumn(row.validFrom),
    validUntil: row.validUntil === null ? null : isoDateOfColumn(row.validUntil),
    approved: row.approvedById !== null,
    enteredBy: row.enteredById === null ? null : `staff:${row.enteredById}`,
    approvedBy: row.approvedById === null ? null : `staff:${row.approvedById}`,
  }));
}
