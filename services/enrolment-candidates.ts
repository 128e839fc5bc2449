import { enrolmentDay, isWorthChasing, longestLeadDays } from '../domain/enrolment';
import { type CaseFacts, unclassifiedFacts } from '../domain/case-state';
import type { Plan } from '../domain/plan';
import { riskScoreOf, type RiskFacts } from '../domain/portfolio/risk';
import { type EpochDay, addDays, dayOf } from '../domain/time';
import type { Db } from '../clients/prisma';
import { columnOfDay, dayOfColumn, minorOf } from './columns';
import { invoiceDaysOf } from './invoice-days';
import { localDateIn } from './local-day';
import { riskFactsOf } from './risk-facts';

/** Where plans come from: the newest version of a policy unless one is named. */
export interface PolicyStore {
  planFor(policyName: string, version?: number): Promise<{ readonly plan: Plan; readonly versionId: string }>;
}

/** An open invoice without a case, and the plan that would be its own. */
export interface Candidate {
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly creditorId: string;
  readonly ownerId: string | null;
  readonly currency: string;
  readonly openMinor: number;
  readonly dueDay: EpochDay;
  readonly facts: CaseFacts;
  readonly plan: Plan;
  readonly policyVersionId: string;
  /** The day on which this case opens. */
  readonly opensOn: EpochDay;
}

interface CandidateRow {
  id: string;
  debtor_id: string;
  owner_id: string | null;
  policy: string;
  currency: string;
  due: Date;
  grade: string | null;
  motive: string | null;
  relationship: string | null;
  language: string;
  open: bigint;
  invoice_date: Date;
  order_completed_at: Date | null;
  invoice_dispatched_at: Date | null;
}

interface Book {
  readonly creditorId: string;
  readonly today: EpochDay;
  readonly plans: ReadonlyMap<string, { readonly plan: Plan; readonly versionId: string }>;
}

// One page is one transaction of the enrolment: large enough for few round trips, short enough not to hold up payments.
const pageSize = 500;

/** The plans in use in the book of one creditor, by policy: invoice, else debtor, else segment, else creditor (decisions 2.7). */
async function plansInUse(db: Db, policies: PolicyStore, creditorId: string): Promise<Book['plans']> {
  const rows = await db.$queryRaw<{ policy: string }[]>`
    select policy_name as policy from creditor where id = ${creditorId}::uuid
    union select policy_name from segment_policy where creditor_id = ${creditorId}::uuid
    union select policy_name from debtor where creditor_id = ${creditorId}::uuid and policy_name is not null
    union select policy_name from invoice where creditor_id = ${creditorId}::uuid and policy_name is not null`;
  const plans = new Map<string, { plan: Plan; versionId: string }>();
  for (const { policy } of rows) plans.set(policy, await policies.planFor(policy));
  return plans;
}

async function readPage(db: Db, book: Book, after: { due: Date; id: string } | null): Promise<CandidateRow[]> {
  const leadDays = Math.max(...[...book.plans.values()].map(({ plan }) => longestLeadDays(plan)));
  const horizon = columnOfDay(addDays(book.today, leadDays));
  return db.$queryRaw<CandidateRow[]>`
    select i.id, i.debtor_id, d.owner_id, coalesce(i.policy_name, d.policy_name, s.policy_name, c.policy_name) as policy,
           i.currency, i.effective_due_date as due, i.invoice_date, i.order_completed_at, i.invoice_dispatched_at, d.grade, d.motive, d.relationship, d.language, b.open
    from invoice i
    join debtor d on d.id = i.debtor_id
    join creditor c on c.id = i.creditor_id
    left join segment_policy s on s.creditor_id = i.creditor_id and s.segment = d.segment
    join lateral (select sum(l.open_effect_minor)::bigint as open from ledger_entry l where l.invoice_id = i.id) b on b.open > 0
    where i.creditor_id = ${book.creditorId}::uuid and i.cancelled_at is null and i.effective_due_date <= ${horizon}::date
      and not exists (select 1 from collection_case k where k.invoice_id = i.id)
      and (${after === null} or (i.effective_due_date, i.id) > (${after?.due ?? null}::date, ${after?.id ?? null}::uuid))
    order by i.effective_due_date, i.id limit ${pageSize}`;
}

/** What the debtors of a page are known for, where a policy in use weighs it (S47). */
async function risksOf(db: Db, { plans, today }: Book, rows: readonly CandidateRow[]) {
  if (![...plans.values()].some(({ plan }) => plan.risk !== undefined)) return new Map<string, RiskFacts>();
  return riskFactsOf(db, [...new Set(rows.map((row) => row.debtor_id))], today);
}

function candidateOf(row: CandidateRow, book: Book, known: RiskFacts | undefined): Candidate[] {
  const policy = book.plans.get(row.policy);
  // A policy that came into use after the plans were read: the next sweep knows it.
  if (policy === undefined) return [];
  const { grade, motive, relationship, language, currency } = row;
  const { risk } = policy.plan;
  const riskScore = risk === undefined || known === undefined ? null : riskScoreOf(risk, known);
  // What else a case will know of its debtor is read when it opens.
  const facts: CaseFacts = { ...unclassifiedFacts(language), grade, motive, relationship, riskScore };
  const dueDay = dayOfColumn(row.due);
  const claim = { facts, currency, openBalanceMinor: minorOf(row.open) };
  const days = invoiceDaysOf({
    effectiveDueDate: row.due,
    invoiceDate: row.invoice_date,
    orderCompletedAt: row.order_completed_at,
    invoiceDispatchedAt: row.invoice_dispatched_at,
  });
  const opensOn = enrolmentDay(policy.plan, { ...claim, ...days });
  return [
    {
      invoiceId: row.id,
      debtorId: row.debtor_id,
      creditorId: book.creditorId,
      ownerId: row.owner_id,
      currency,
      openMinor: claim.openBalanceMinor,
      dueDay,
      facts,
      plan: policy.plan,
      policyVersionId: policy.versionId,
      opensOn,
    },
  ];
}

/** Those that are worth a case (U5). Only of debtors with a claim below the limit anything else is asked. */
async function worthChasing(db: Db, due: readonly Candidate[], today: EpochDay): Promise<readonly Candidate[]> {
  const isEnough = (candidate: Candidate, besideMinor: number) =>
    isWorthChasing(candidate.plan, { ...candidate, besideMinor });
  const small = due.filter((candidate) => !isEnough(candidate, 0));
  if (small.length === 0) return due;
  const rows = await db.$queryRaw<{ invoice_id: string; beside: bigint }[]>`
    select i.id as invoice_id, coalesce(sum(l.open_effect_minor), 0)::bigint as beside
    from invoice i
      left join invoice o on o.debtor_id = i.debtor_id and o.currency = i.currency and o.id <> i.id
        and o.cancelled_at is null and o.effective_due_date < ${columnOfDay(today)}::date
      left join ledger_entry l on l.invoice_id = o.id
    where i.id = any(${small.map(({ invoiceId }) => invoiceId)}::uuid[]) group by i.id`;
  const beside = new Map(rows.map((row) => [row.invoice_id, minorOf(row.beside)]));
  return due.filter((candidate) => isEnough(candidate, beside.get(candidate.invoiceId) ?? 0));
}

/**
 * Every open invoice without a case whose case opens today or should have been opened before, in pages: overdue, or the
 * first step of its plan is due (decisions 2.6), and it is worth chasing (U5). "Today" is the date in the zone of its creditor.
 */
export async function* dueCandidates(deps: {
  readonly db: Db;
  readonly policies: PolicyStore;
  readonly now: Date;
}): AsyncGenerator<Candidate[]> {
  const creditors = await deps.db.creditor.findMany({ select: { id: true, zone: true }, orderBy: { id: 'asc' } });
  for (const { id: creditorId, zone } of creditors) {
    const today = dayOf(localDateIn(zone, deps.now));
    const book = { creditorId, today, plans: await plansInUse(deps.db, deps.policies, creditorId) };
    let after: { due: Date; id: string } | null = null;
    for (;;) {
      const rows: CandidateRow[] = await readPage(deps.db, book, after);
      const risks = await risksOf(deps.db, book, rows);
      const due = rows
        .flatMap((row) => candidateOf(row, book, risks.get(row.debtor_id)))
        .filter((candidate) => candidate.opensOn <= today);
      const chased = await worthChasing(deps.db, due, today);
      if (chased.length > 0) yield [...chased];
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) break;
      after = last;
    }
  }
}
