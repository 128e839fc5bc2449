import { newId } from '../../services/ids';
import type { Db } from '../../clients/prisma';
import { standardStored } from '../support/standard-policy';

/** The parts of an invoice, its debtor and its case that a test may choose. */
export interface BookEntry {
  readonly creditorId: string;
  readonly number?: string;
  readonly debtor?: string;
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly dueDate?: string;
  readonly status?: string;
  readonly stage?: string | null;
  readonly nextAt?: string | null;
  readonly nextChannel?: string | null;
  readonly sample?: boolean;
}

async function aDebtor(db: Db, creditorId: string, number: string, sample: boolean): Promise<string> {
  const row = await db.debtor.upsert({
    where: { creditorId_number: { creditorId, number } },
    update: {},
    create: {
      creditorId,
      number,
      name: `Debtor ${number}`,
      country: 'CN',
      zone: 'Asia/Shanghai',
      language: 'en',
      sample,
      points: { create: { kind: 'email', address: `${number.toLowerCase()}@example.com` } },
    },
  });
  return row.id;
}

async function aPolicy(db: Db): Promise<string> {
  const stored = await db.policyVersion.findFirst({ where: { name: 'standard' } });
  if (stored !== null) return stored.id;
  return (await (await standardStored(db)).planFor('standard')).versionId;
}

/** An invoice in the book, its ledger entry, and its case; ids to refer to them. */
export interface BookedCase {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly number: string;
}

/** Puts an open invoice with a case into a creditor's book. */
export async function aBookedCase(db: Db, entry: BookEntry): Promise<BookedCase> {
  const { creditorId, number = 'INV-1', debtor = 'D-1', amountMinor = 100_000, currency = 'CNY' } = entry;
  const { sample = false, status = 'open', stage = null } = entry;
  const due = new Date(`${entry.dueDate ?? '2026-02-01'}T00:00:00.000Z`);
  const debtorId = await aDebtor(db, creditorId, debtor, sample);
  const [invoiceId, caseId] = [newId(), newId()];
  const money = { amountMinor: BigInt(amountMinor), currency };
  await db.invoice.create({
    data: {
      id: invoiceId,
      creditorId,
      debtorId,
      number,
      ...money,
      invoiceDate: new Date('2026-01-01T00:00:00.000Z'),
      dueDate: due,
      effectiveDueDate: due,
      sample,
    },
  });
  await db.ledgerEntry.create({
    data: {
      debtorId,
      invoiceId,
      type: 'invoice',
      ...money,
      openEffectMinor: money.amountMinor,
      valueDate: due,
      document: number,
      actor: 'test',
    },
  });
  const { nextAt = '2026-03-03T01:00:00.000Z', nextChannel = 'email' } = entry;
  await db.collectionCase.create({
    data: {
      id: caseId,
      invoiceId,
      debtorId,
      creditorId,
      policyVersionId: await aPolicy(db),
      language: 'en',
      currency,
      status,
      stage,
      nextStep: nextAt === null ? null : 'reminder-1',
      nextAt: nextAt === null ? null : new Date(nextAt),
      nextChannel,
      nextReason: { code: 'notYet', step: 'reminder-1', day: 30 },
      startedAt: new Date('2026-02-02T00:00:00.000Z'),
    },
  });
  return { caseId, invoiceId, debtorId, number };
}
