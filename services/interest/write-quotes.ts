import type { Tx } from '../../clients/prisma';
import type { MessageFacts } from '../render/facts';
import { type IsoDate, dayOf } from '../../domain/time';
import { columnOfDay } from '../columns';

/** A sum with interest that a message states on one invoice: paid by the last day it settles (decisions 5.4). Minor units. */
export interface StatedSum {
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly principalMinor: number;
  readonly interestMinor: number;
  readonly madeOn: IsoDate;
  readonly lastDay: IsoDate;
}

/** What a message states with interest; it holds until the message's own deadline, else on its day. */
export const statedSums = ({ invoices, asOf, payBy }: MessageFacts): StatedSum[] =>
  invoices.flatMap(({ number, open, interest }) =>
    interest === null
      ? []
      : [
          {
            ...{ invoiceNumber: number, currency: open.currency, madeOn: asOf, lastDay: payBy ?? asOf },
            ...{ principalMinor: open.amountMinor, interestMinor: interest.soFar.amountMinor },
          },
        ],
  );

/** Keeps what a reserved message states as quotes of its invoices; a message that is written again states it anew. */
export async function writeQuotes(
  tx: Tx,
  { contactId, creditorId }: { readonly contactId: string; readonly creditorId: string },
  sums: readonly StatedSum[],
): Promise<void> {
  for (const { invoiceNumber: number, currency, principalMinor, interestMinor, madeOn, lastDay } of sums) {
    const invoice = await tx.invoice.findUniqueOrThrow({ where: { creditorId_number: { creditorId, number } } });
    const quoted = {
      ...{ currency, waivedMinor: 0n, actor: 'system', interestFrom: null },
      ...{ principalMinor: BigInt(principalMinor), interestMinor: BigInt(interestMinor) },
      ...{ payMinor: BigInt(principalMinor + interestMinor) },
      ...{ madeOn: columnOfDay(dayOf(madeOn)), lastDay: columnOfDay(dayOf(lastDay)) },
    };
    await tx.quote.upsert({
      where: { contactId_invoiceId: { contactId, invoiceId: invoice.id } },
      update: quoted,
      create: { ...quoted, contactId, invoiceId: invoice.id },
    });
  }
}
