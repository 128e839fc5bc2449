import type { Tx } from '../../clients/prisma';
import { debtorChangedMessages, debtorFactsOf } from '../debtor-facts';
import { enqueueMessages } from '../signal-outbox';

/** Who commands what of a debtor, why and when. */
export interface DebtorCommand {
  readonly creditorId: string;
  readonly debtorNumber: string;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

/** Tells all open cases of a debtor what it is now: each asks its gate anew. @returns the ids of the messages */
export async function tellCases(tx: Tx, debtorId: string, at: Date): Promise<string[]> {
  const cases = await tx.collectionCase.findMany({
    where: { debtorId, endedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const facts = await debtorFactsOf(
    tx,
    cases.map(({ id }) => id),
    at,
  );
  return enqueueMessages(tx, at, debtorChangedMessages(facts));
}
