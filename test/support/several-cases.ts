import type { Db } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import { unclassifiedFacts } from '../../domain/case-state';
import { minuteOf, parseDay } from '../../domain/time';
import type { PolicyStore } from '../../services/policy-store';
import { enrolInScratch } from '../../workers/simulation/scratch-book';
import { addScratchDebtor } from '../../workers/simulation/scratch-debtors';
import { inWindow, reminderCall } from './sending';

/**
 * Another debtor with a case of `standard` for each invoice number, over 1,000.00 each in its currency. Returns, by invoice,
 * the call of its friendly reminder; no row announces it.
 */
export async function anotherDebtor(
  db: Db,
  { creditorId, policies }: { readonly creditorId: string; readonly policies: PolicyStore },
  number: string,
  invoices: readonly { readonly number: string; readonly currency?: string }[],
): Promise<{ readonly debtorId: string; readonly calls: readonly StepCall[] }> {
  const { versionId, hash } = await policies.planFor('standard');
  const all = invoices.map((invoice) => ({
    id: invoice.number,
    number: invoice.number,
    debtorNumber: number,
    currency: invoice.currency ?? 'CNY',
    amountMinor: 100_000,
    invoiceDay: parseDay('2026-02-01'),
    dueDay: parseDay('2026-03-02'),
    facts: unclassifiedFacts('en'),
    events: [],
  }));
  const debtor = await addScratchDebtor(db, creditorId, {
    number,
    zone: 'Asia/Shanghai',
    country: 'CN',
    invoices: all,
  });
  const { debtorId } = debtor;
  const calls: StepCall[] = [];
  for (const invoice of all) {
    const { caseId } = await enrolInScratch(db, { versionId }, debtor, invoice, minuteOf('2026-03-03T00:00:00.000Z'));
    calls.push(reminderCall({ caseId, invoiceId: debtor.invoiceIdOf(invoice), debtorId }, hash));
  }
  return { debtorId, calls };
}

/** Lets the row of a case announce its friendly reminder, as its workflow does while it sleeps. */
export async function announce(db: Db, { caseId }: StepCall, nextAt = inWindow, nextStep = 'friendlyReminder') {
  await db.collectionCase.update({
    where: { id: caseId },
    data: {
      status: 'open',
      nextStep,
      nextOccurrence: 1,
      nextEffect: 'sendReminder',
      nextChannel: 'email',
      nextSeverity: 2,
      nextAt: new Date(nextAt),
      rowSeq: 1,
    },
  });
}
