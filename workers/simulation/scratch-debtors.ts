import type { Db } from '../../clients/prisma';
import type { SimDebtor, SimInvoice } from '../../domain/simulation/book';
import { isoDateOf } from '../../domain/time';
import { columnOfDay } from '../../services/columns';
import { newId } from '../../services/ids';

/** A debtor of the scratch database with the ids of its invoices. */
export interface ScratchDebtor {
  readonly creditorId: string;
  readonly debtorId: string;
  readonly number: string;
  invoiceIdOf(invoice: SimInvoice): string;
}

// Made-up contact points: example.com (RFC 2606) and numbers that no one can have, each debtor its own.
const contactPoints = (debtorId: string, number: string) => [
  { debtorId, kind: 'email', address: `ap-${number.toLowerCase()}@example.com` },
  { debtorId, kind: 'phone', address: `+1500555${parseInt(debtorId.slice(-8), 16)}` },
  { debtorId, kind: 'post', address: `${number}, 1 Example Street` },
];

/** The creditor of a simulated book. */
export async function addScratchCreditor(db: Db, zone: string, currency: string): Promise<string> {
  const id = newId();
  await db.creditor.create({
    data: { id, name: `Simulation ${id}`, legalName: 'Simulation', country: 'CN', zone, currency, language: 'en' },
  });
  return id;
}

/** Writes a debtor with its invoices as they are on the day of each invoice: nothing is paid yet. */
export async function addScratchDebtor(db: Db, creditorId: string, debtor: SimDebtor): Promise<ScratchDebtor> {
  const debtorId = newId();
  const ids = new Map(debtor.invoices.map((invoice) => [invoice.id, newId()]));
  const idOf = (invoice: SimInvoice): string => {
    const id = ids.get(invoice.id);
    if (id === undefined) throw new Error(`Invoice ${invoice.number} is not one of debtor ${debtor.number}`);
    return id;
  };
  const facts = debtor.invoices[0]?.facts;
  await db.debtor.create({
    data: {
      id: debtorId,
      creditorId,
      number: debtor.number,
      name: debtor.name ?? debtor.number,
      country: debtor.country,
      zone: debtor.zone,
      language: facts?.language ?? 'en',
      grade: facts?.grade ?? null,
      motive: facts?.motive ?? null,
      relationship: facts?.relationship ?? null,
    },
  });
  await db.contactPoint.createMany({ data: contactPoints(debtorId, debtor.number) });
  await db.invoice.createMany({
    data: debtor.invoices.map((invoice) => ({
      id: idOf(invoice),
      creditorId,
      debtorId,
      number: invoice.number,
      currency: invoice.currency,
      amountMinor: BigInt(invoice.amountMinor),
      invoiceDate: columnOfDay(invoice.invoiceDay),
      dueDate: columnOfDay(invoice.dueDay),
      effectiveDueDate: columnOfDay(invoice.dueDay),
    })),
  });
  await db.ledgerEntry.createMany({
    data: debtor.invoices.map((invoice) => ({
      debtorId,
      invoiceId: idOf(invoice),
      type: 'invoice',
      amountMinor: BigInt(invoice.amountMinor),
      openEffectMinor: BigInt(invoice.amountMinor),
      currency: invoice.currency,
      valueDate: columnOfDay(invoice.invoiceDay),
      document: isoDateOf(invoice.invoiceDay),
      actor: 'simulation',
    })),
  });
  return { creditorId, debtorId, number: debtor.number, invoiceIdOf: idOf };
}
