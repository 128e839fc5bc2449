import type { Db } from '../../clients/prisma';
import { unclassifiedFacts } from '../../domain/case-state';
import { minuteOf, parseDay } from '../../domain/time';
import { enrolInScratch } from '../../workers/simulation/scratch-book';
import { addScratchCreditor, addScratchDebtor } from '../../workers/simulation/scratch-debtors';
import { standardStored } from './standard-policy';

const invoice = {
  id: 'I-1',
  number: 'I-1',
  debtorNumber: 'D-1',
  currency: 'CNY',
  amountMinor: 100_000,
  invoiceDay: parseDay('2026-02-01'),
  dueDay: parseDay('2026-03-02'),
  facts: unclassifiedFacts('en'),
  events: [],
};

/** One enrolled case in the database, of invoice I-1 over CNY 1,000.00 due on 2026-03-02, under `standard`; no workflow runs. */
export async function oneCase(db: Db) {
  const policies = await standardStored(db);
  const { versionId, hash } = await policies.planFor('standard');
  const creditorId = await addScratchCreditor(db, 'Asia/Shanghai', 'CNY');
  const sim = { number: 'D-1', zone: 'Asia/Shanghai', country: 'CN', invoices: [invoice] };
  const debtor = await addScratchDebtor(db, creditorId, sim);
  const { caseId } = await enrolInScratch(db, { versionId }, debtor, invoice, minuteOf('2026-03-03T00:00:00.000Z'));
  const ids = { caseId, invoiceId: debtor.invoiceIdOf(invoice), debtorId: debtor.debtorId };
  return { ids, creditorId, policies, policyHash: hash, dueDay: invoice.dueDay };
}
