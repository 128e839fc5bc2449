import type { Tx } from '../../clients/prisma';
import { type LedgerEntryType, openEffectOf } from '../../domain/ledger';
import type { EpochDay } from '../../domain/time';
import { columnOfDay } from '../columns';
import type { Debt } from './read-debt';

/** An entry to book on a debt. Minor units, >= 0. */
export interface DebtBooking {
  readonly type: LedgerEntryType;
  readonly amountMinor: number;
  readonly valueDay: EpochDay;
  readonly document: string;
  readonly quoteId?: string;
  readonly reversesId?: string;
}

/** Books entries on the invoice of a debt; nothing of no amount. */
export async function bookEntries(
  tx: Tx,
  { invoiceId, debtorId, currency }: Debt,
  actor: string,
  bookings: readonly DebtBooking[],
): Promise<void> {
  const data = bookings
    .filter(({ amountMinor }) => amountMinor > 0)
    .map(({ type, amountMinor, valueDay, document, quoteId = null, reversesId = null }) => ({
      ...{ invoiceId, debtorId, currency, type, document, quoteId, reversesId, actor },
      amountMinor: BigInt(amountMinor),
      openEffectMinor: BigInt(openEffectOf(type, amountMinor)),
      valueDate: columnOfDay(valueDay),
    }));
  if (data.length > 0) await tx.ledgerEntry.createMany({ data });
}
