import type { Db } from '../clients/prisma';
import { addDays, dayOf, type EpochDay, isoDateOf } from '../domain/time';
import { columnOfDay } from '../services/columns';
import { newId } from '../services/ids';
import { localDateIn } from '../services/local-day';

/** Creditor and debtors are in one zone, so that a date is the same for both. */
export const ZONE = 'Asia/Shanghai';
export const CURRENCY = 'CNY';
export const AMOUNT_MINOR = 100_000_00;

/** An invoice of a debtor of its own, with a case unless it waits to be enrolled. */
export interface BenchCase {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly creditorId: string;
}

/** The creditor of all benches. */
export async function writeCreditor(db: Db): Promise<string> {
  const id = newId();
  const place = { country: 'CN', zone: ZONE, currency: CURRENCY, language: 'en' };
  await db.creditor.create({ data: { id, name: 'Bench', legalName: 'Bench Ltd', ...place } });
  return id;
}

function newCase(creditorId: string): BenchCase {
  const [debtorId, invoiceId] = [newId(), newId()];
  return { creditorId, debtorId, debtorNumber: debtorId, invoiceId, invoiceNumber: invoiceId, caseId: newId() };
}

async function writeInvoices(db: Db, cases: readonly BenchCase[], dueDay: EpochDay): Promise<void> {
  const place = { country: 'CN', zone: ZONE, language: 'en' };
  const [dueDate, invoiceDate] = [columnOfDay(isoDateOf(dueDay)), columnOfDay(isoDateOf(addDays(dueDay, -30)))];
  const amountMinor = BigInt(AMOUNT_MINOR);
  await db.debtor.createMany({
    data: cases.map(({ debtorId, creditorId, debtorNumber }) => ({
      id: debtorId,
      creditorId,
      number: debtorNumber,
      name: `Debtor ${debtorNumber}`,
      ...place,
    })),
  });
  await db.contactPoint.createMany({
    data: cases.map(({ debtorId }) => ({ debtorId, kind: 'email', address: `ap-${debtorId}@example.com` })),
  });
  await db.invoice.createMany({
    data: cases.map(({ invoiceId, creditorId, debtorId, invoiceNumber }) => ({
      id: invoiceId,
      creditorId,
      debtorId,
      number: invoiceNumber,
      currency: CURRENCY,
      amountMinor,
      invoiceDate,
      dueDate,
      effectiveDueDate: dueDate,
    })),
  });
  await db.ledgerEntry.createMany({
    data: cases.map(({ debtorId, invoiceId, invoiceNumber }) => ({
      debtorId,
      invoiceId,
      type: 'invoice',
      amountMinor,
      openEffectMinor: amountMinor,
      currency: CURRENCY,
      valueDate: invoiceDate,
      document: invoiceNumber,
      actor: 'bench',
    })),
  });
}

/** Open invoices that wait for the enrolment sweep. */
export async function writeOpenInvoices(db: Db, creditorId: string, count: number, dueDay: EpochDay): Promise<void> {
  await writeInvoices(
    db,
    Array.from({ length: count }, () => newCase(creditorId)),
    dueDay,
  );
}

/** Enrolled cases whose workflows nobody has started. */
export async function writeCases(
  db: Db,
  book: { readonly creditorId: string; readonly policyVersionId: string },
  count: number,
  dueDay: EpochDay,
): Promise<BenchCase[]> {
  const cases = Array.from({ length: count }, () => newCase(book.creditorId));
  await writeInvoices(db, cases, dueDay);
  await db.collectionCase.createMany({
    data: cases.map(({ caseId, invoiceId, debtorId, creditorId }) => ({
      id: caseId,
      invoiceId,
      debtorId,
      creditorId,
      policyVersionId: book.policyVersionId,
      language: 'en',
      currency: CURRENCY,
    })),
  });
  await db.caseRun.createMany({ data: cases.map(({ caseId }) => ({ caseId, runNo: 1, reason: 'enrolled' })) });
  return cases;
}

/** What the start of a case's workflow needs. */
export const startOf = ({ caseId, invoiceId, debtorId }: BenchCase) => ({
  caseId,
  invoiceId,
  debtorId,
  currency: CURRENCY,
  runNo: 1,
  previousRunId: null,
});

/** Yesterday in the zone of the book: an invoice due then is overdue, and its first reminder lies two days ahead. */
export const yesterday = (now: Date): EpochDay => addDays(dayOf(localDateIn(ZONE, now)), -1);
