import type { Db } from '../../clients/prisma';

/**
 * Counts what is open in the books of creditors that have set a share from which a debtor belongs to a person (K7). The
 * enrolment sweep calls it: a share of some percent does not change within minutes, and a sum over the ledger of the whole book
 * is too much for every message.
 */
export async function countBooks(db: Db): Promise<void> {
  await db.$executeRaw`
    insert into book_size (creditor_id, currency, open_minor, updated_at)
    select i.creditor_id, i.currency, sum(l.open_effect_minor), now()
    from creditor c join invoice i on i.creditor_id = c.id join ledger_entry l on l.invoice_id = i.id
    where c.relationship_share_percent is not null group by 1, 2
    on conflict (creditor_id, currency) do update set open_minor = excluded.open_minor, updated_at = now()`;
}
