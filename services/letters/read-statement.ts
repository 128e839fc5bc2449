import type { Db, Tx } from '../../clients/prisma';
import { type IsoDate, parseDay } from '../../domain/time';
import { creditsOnAccount, openBalances } from '../balances';
import { isoDateOfColumn, minorOf } from '../columns';
import { localDateIn } from '../local-day';
import { isUuid } from '../queries/columns';
import type { StatementFacts } from './statement';

/** A statement's facts with the language of its debtor. */
export interface ReadStatement {
  readonly facts: StatementFacts;
  readonly language: string;
}

/**
 * Reads what is open on a debtor's account at `now`, by the debtor's id or number; null when the creditor has none such.
 * Cancelled invoices and those without a balance are not on it.
 */
export async function readStatement(
  db: Db | Tx,
  query: { readonly creditorId: string; readonly key: string; readonly now: Date },
): Promise<ReadStatement | null> {
  const { creditorId, key, now } = query;
  const debtor = await db.debtor.findFirst({
    where: { creditorId, OR: [...(isUuid(key) ? [{ id: key }] : []), { number: key }] },
    include: {
      creditor: true,
      invoices: { where: { cancelledAt: null }, orderBy: [{ effectiveDueDate: 'asc' }, { number: 'asc' }] },
      points: { where: { kind: 'post', bouncedAt: null }, orderBy: { id: 'desc' }, take: 1 },
    },
  });
  if (debtor === null) return null;
  const { creditor, invoices, points, language } = debtor;
  const asOf: IsoDate = localDateIn(creditor.zone, now);
  const balances = await openBalances(
    db,
    invoices.map(({ id }) => id),
  );
  const lines = invoices.flatMap((invoice) => {
    const openMinor = balances.get(invoice.id)?.openMinor ?? 0;
    if (openMinor <= 0) return [];
    const { number, currency } = invoice;
    const dueDate = isoDateOfColumn(invoice.effectiveDueDate);
    return {
      number,
      invoiceDate: isoDateOfColumn(invoice.invoiceDate),
      dueDate,
      amount: { amountMinor: minorOf(invoice.amountMinor), currency },
      open: { amountMinor: openMinor, currency },
      daysPastDue: parseDay(asOf) - parseDay(dueDate),
    };
  });
  const credits = [...(await creditsOnAccount(db, debtor.id))];
  return {
    language,
    facts: {
      asOf,
      reference: `${debtor.number} / ${asOf}`,
      creditor: { name: creditor.legalName, email: creditor.senderEmail, phone: creditor.senderPhone },
      debtor: { name: debtor.name, address: points[0]?.address ?? null },
      signer: { name: creditor.name, title: language.startsWith('zh') ? '财务部' : 'Finance' },
      lines,
      onAccount: credits.flatMap(([currency, amountMinor]) => (amountMinor > 0 ? [{ amountMinor, currency }] : [])),
    },
  };
}
