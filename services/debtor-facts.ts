import { z } from 'zod';
import type { Db, Tx } from '../clients/prisma';
import type { CaseFacts } from '../domain/case-state';
import { parseClockRanges } from '../domain/clock-ranges';
import { orderingOn } from '../domain/portfolio/classify';
import { relationshipOf } from '../domain/portfolio/relationship';
import { riskScoreOf, type RiskFacts } from '../domain/portfolio/risk';
import { isoDateOf, parseDay } from '../domain/time';
import { dayOfColumn, minorOf } from './columns';
import { riskFactsOf } from './risk-facts';
import type { NewMessage } from './signal-outbox';

/** What a case knows of its debtor. */
export type DebtorFacts = Omit<CaseFacts, 'receivable' | 'evidence'>;

interface DebtorRow {
  readonly case_id: string;
  readonly debtor_id: string;
  readonly grade: string | null;
  readonly motive: string | null;
  readonly relationship: string | null;
  readonly language: string;
  readonly contact_hours: string | null;
  readonly last_order: Date | null;
  readonly overdue: bigint;
  /** In the zone of the creditor. */
  readonly today: Date;
  readonly long_term: unknown;
  readonly risk: unknown;
  readonly payment_run_days: readonly number[];
  /** Calendar dates. */
  readonly cash_dates: readonly string[];
  readonly first_invoice: Date | null;
  readonly paid_invoices: bigint | null;
}

/** The section of a stored policy document, which was checked when it was stored. */
const longTermRule = z.object({ months: z.number(), paidInvoices: z.number() });
const riskWeights = z.object({ habits: z.number(), history: z.number(), market: z.number() });

/**
 * What each case is to know of its debtor now, by case id: its classes, long-term by its policy's own rule where nobody said
 * what it is (Y14), whether it still orders (null while no order is on record), its overdue sum in the currency of the case, its
 * own routine and payment days, and its risk by its policy's own weights (S47).
 */
export async function debtorFactsOf(
  tx: Db | Tx,
  caseIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, DebtorFacts>> {
  const rows = await tx.$queryRaw<DebtorRow[]>`
    select c.id as case_id, d.id as debtor_id, d.payment_run_days, to_jsonb(d.cash_dates) as cash_dates, p.document->'risk' as risk, d.grade, d.motive, d.relationship, d.language, d.contact_hours,
      (select max(o.ordered_at) from sales_order o where o.debtor_id = d.id) as last_order,
      (select coalesce(sum(l.open_effect_minor), 0)::bigint
       from invoice other join ledger_entry l on l.invoice_id = other.id
       where other.debtor_id = d.id and other.currency = i.currency and other.cancelled_at is null
         and other.effective_due_date < (${at}::timestamptz at time zone cr.zone)::date) as overdue,
      (${at}::timestamptz at time zone cr.zone)::date as today, p.document->'longTerm' as long_term,
      case when d.relationship is null then
        (select min(o.invoice_date) from invoice o where o.debtor_id = d.id and o.cancelled_at is null)
      end as first_invoice,
      case when d.relationship is null and p.document ? 'longTerm' then
        (select count(*) from (
          select from invoice o join ledger_entry l on l.invoice_id = o.id
          where o.debtor_id = d.id and o.cancelled_at is null
          group by o.id having sum(l.open_effect_minor) <= 0 and count(l.payment_id) > 0) paid)
      end as paid_invoices
    from collection_case c join policy_version p on p.id = c.policy_version_id join debtor d on d.id = c.debtor_id join invoice i on i.id = c.invoice_id
      join creditor cr on cr.id = c.creditor_id
    where c.id = any(${[...caseIds]}::uuid[]) order by c.id`;
  const weighed = rows.filter(({ risk }) => risk !== null);
  const [first] = weighed;
  const ids = [...new Set(weighed.map((row) => row.debtor_id))];
  const risks =
    first === undefined ? new Map<string, RiskFacts>() : await riskFactsOf(tx, ids, dayOfColumn(first.today));
  return new Map(rows.map((row) => [row.case_id, factsOf(row, risks.get(row.debtor_id))]));
}

/** The message that tells each case what its debtor is now. */
export const debtorChangedMessages = (facts: ReadonlyMap<string, DebtorFacts>): readonly NewMessage[] =>
  [...facts].map(([caseId, { contactHours, payDays = null, ...known }]) => ({
    caseId,
    kind: 'debtorChanged',
    body: {
      ...known,
      contactHours: contactHours === null ? null : contactHours.map(([from, until]) => [from, until]),
      payDays: payDays === null ? null : { monthDays: [...payDays.monthDays], dates: payDays.dates.map(isoDateOf) },
    },
  }));

function factsOf(row: DebtorRow, risk: RiskFacts | undefined): DebtorFacts {
  const today = dayOfColumn(row.today);
  const { grade, motive, language, last_order: lastOrder, first_invoice: first, paid_invoices: paid } = row;
  const rule = row.long_term === null ? undefined : longTermRule.parse(row.long_term);
  const history = {
    firstInvoiceDay: first === null ? null : dayOfColumn(first),
    paidInvoices: paid === null ? 0 : minorOf(paid),
  };
  const { payment_run_days: monthDays, cash_dates: dates } = row;
  const hasPayDays = monthDays.length + dates.length > 0;
  const relationship = relationshipOf(row.relationship, rule, history, today);
  return {
    ...{ grade, motive, relationship, language },
    ordering: orderingOn(lastOrder === null ? null : dayOfColumn(lastOrder), today),
    debtorOverdueMinor: Math.max(0, minorOf(row.overdue)),
    contactHours: row.contact_hours === null ? null : parseClockRanges(row.contact_hours),
    payDays: hasPayDays ? { monthDays, dates: dates.map(parseDay) } : null,
    riskScore: risk === undefined ? null : riskScoreOf(riskWeights.parse(row.risk), risk),
  };
}
