import type { Db } from '../../clients/prisma';
import type { SimContact, SimTask } from '../../domain/simulation/book';
import { instantOfColumn } from '../../services/columns';

// What left, or may have: a reservation that was cancelled or refused by the provider is no contact.
const leftStates = ['sent', 'delivered', 'read', 'unknown'];

/** The contacts of a debtor as the scratch database has them: one row per (invoice, step, occurrence) that left. */
export async function scratchContacts(db: Db, debtorId: string): Promise<SimContact[]> {
  const rows = await db.contactStep.findMany({
    where: { definitelyFailed: false, day: { not: null }, contact: { debtorId, state: { in: leftStates } } },
    include: {
      contact: { select: { channel: true } },
      invoice: { select: { number: true, debtor: { select: { number: true } } } },
    },
  });
  return rows.map((row) => ({
    invoice: row.invoice.number,
    debtor: row.invoice.debtor.number,
    step: row.stepId,
    occurrence: row.occurrence,
    day: row.day ?? 0,
    at: instantOfColumn(row.at),
    channel: row.contact.channel,
    outcome: row.leads ? 'sent' : 'coveredBy',
  }));
}

/** The tasks that a debtor's cases opened. */
export async function scratchTasks(db: Db, debtorId: string): Promise<SimTask[]> {
  const rows = await db.task.findMany({
    where: { debtorId, stepId: { not: null }, day: { not: null } },
    include: { invoice: { select: { number: true } }, debtor: { select: { number: true } } },
  });
  return rows.map((row) => ({
    invoice: row.invoice?.number ?? '',
    debtor: row.debtor.number,
    step: row.stepId ?? '',
    occurrence: row.occurrence ?? 1,
    day: row.day ?? 0,
    at: instantOfColumn(row.at),
    kind: row.kind,
    role: row.role,
    outcome: row.outcome ?? row.status,
  }));
}
