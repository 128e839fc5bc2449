import type { Db, Tx } from '../clients/prisma';
import { monthsBetween } from '../domain/months';
import { marketRisks, type MarketRisk, type RiskFacts } from '../domain/portfolio/risk';
import type { EpochDay } from '../domain/time';
import { columnOfDay, dayOfColumn, minorOf } from './columns';

interface RiskRow {
  readonly debtor_id: string;
  readonly market_risk: string | null;
  readonly broken_promises: bigint;
  readonly first_invoice: Date | null;
  readonly paid_invoices: bigint;
  readonly mean_days_late: number | null;
}

const isMarketRisk = (text: string): text is MarketRisk => marketRisks.some((known) => known === text);

/**
 * What the books and open sources say of debtors before anything is due (S47): how late they have paid, what they promised in
 * vain, since when they have been customers. An invoice counts as paid on the value date that settled it.
 */
export async function riskFactsOf(
  tx: Db | Tx,
  debtorIds: readonly string[],
  today: EpochDay,
): Promise<ReadonlyMap<string, RiskFacts>> {
  if (debtorIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<RiskRow[]>`
    select d.id as debtor_id, d.market_risk,
      (select count(*) from promise_to_pay p where p.debtor_id = d.id and p.status = 'broken') as broken_promises,
      (select min(i.invoice_date) from invoice i where i.debtor_id = d.id and i.cancelled_at is null) as first_invoice,
      coalesce(paid.invoices, 0) as paid_invoices, paid.mean_days_late
    from debtor d left join (
      select o.debtor_id, count(*) as invoices, avg(greatest(0, o.paid_on - o.due))::float8 as mean_days_late
      from (
        select i.debtor_id, i.effective_due_date as due, max(l.value_date) filter (where l.payment_id is not null) as paid_on
        from invoice i join ledger_entry l on l.invoice_id = i.id
        where i.debtor_id = any(${[...debtorIds]}::uuid[]) and i.cancelled_at is null
        group by i.id having sum(l.open_effect_minor) <= 0 and count(l.payment_id) > 0
      ) o where o.paid_on <= ${columnOfDay(today)}::date group by o.debtor_id
    ) paid on paid.debtor_id = d.id
    where d.id = any(${[...debtorIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.debtor_id, factsOf(row, today)]));
}

function factsOf(row: RiskRow, today: EpochDay): RiskFacts {
  const { market_risk: market, first_invoice: first } = row;
  return {
    meanDaysLate: row.mean_days_late,
    brokenPromises: minorOf(row.broken_promises),
    months: first === null ? 0 : monthsBetween(dayOfColumn(first), today),
    paidInvoices: minorOf(row.paid_invoices),
    market: market !== null && isMarketRisk(market) ? market : null,
  };
}
