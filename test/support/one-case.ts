import type { Db } from '../../clients/prisma';
import { unclassifiedFacts } from '../../domain/case-state';
import { minuteOf, parseDay } from '../../domain/time';
import { enrolInScratch } from '../../workers/simulation/scratch-book';
import { addScratchCreditor, addScratchDebtor } from '../../workers/simulation/scratch-debtors';
import { standardStored } from './standard-policy';

const dueDay = parseDay('2026-03-02');

/**
 * Another debtor in Shanghai with an enrolled case for each invoice, over 1,000.00 each in its currency, due on 2026-03-02. The
 * cases come in the order of the invoices; no workflow runs.
 */
export async function enrolledDebtor(
  db: Db,
  { creditorId, versionId }: { readonly creditorId: string; readonly versionId: string },
  number: string,
  invoices: readonly { readonly number: string; readonly currency?: string }[],
) {
  const all = invoices.map((invoice) => ({
    id: invoice.number,
    number: invoice.number,
    debtorNumber: number,
    currency: invoice.currency ?? 'CNY',
    amountMinor: 100_000,
    invoiceDay: parseDay('2026-02-01'),
    dueDay,
    facts: unclassifiedFacts('en'),
    events: [],
  }));
  const sim = { number, zone: 'Asia/Shanghai', country: 'CN', invoices: all };
  const debtor = await addScratchDebtor(db, creditorId, sim);
  const { debtorId } = debtor;
  const cases: { readonly caseId: string; readonly invoiceId: string; readonly debtorId: string }[] = [];
  for (const invoice of all) {
    const { caseId } = await enrolInScratch(db, { versionId }, debtor, invoice, minuteOf('2026-03-03T00:00:00.000Z'));
    cases.push({ caseId, invoiceId: debtor.invoiceIdOf(invoice), debtorId });
  }
  const [first] = cases;
  if (first === undefined) throw new Error(`Debtor ${number} needs an invoice`);
  return { debtorId, cases, first };
}

/** One enrolled case in the database, of invoice I-1 over CNY 1,000.00 due on 2026-03-02, under `standard`; no workflow runs. */
export async function oneCase(db: Db) {
  const policies = await standardStored(db);
  const { versionId, hash } = await policies.planFor('standard');
  const creditorId = await addScratchCreditor(db, 'Asia/Shanghai', 'CNY');
  const { first } = await enrolledDebtor(db, { creditorId, versionId }, 'D-1', [{ number: 'I-1' }]);
  return { ids: first, creditorId, policies, policyHash: hash, dueDay };
}
