import type { Db } from '../../clients/prisma';
import { formatMoney, type Money } from '../../domain/money';
import { sizeOf } from '../../domain/portfolio/classify';
import { priorityOf } from '../../domain/portfolio/priority';
import type { IsoDate } from '../../domain/time';
import { columnOfDay, minorOf } from '../columns';
import { debtorFactsOf } from '../debtor-facts';
import type { PlanSource } from '../open-case';

/** Another task of the same debtor that the one conversation may settle. */
interface OtherTask {
  readonly taskId: string;
  readonly kind: string;
  readonly role: string;
  readonly step: string | null;
}

/** The conversation with a debtor that waits for somebody, and its place in the work list. */
export interface WorkItem {
  readonly taskId: string;
  readonly kind: string;
  readonly role: string;
  readonly step: string | null;
  readonly caseId: string;
  readonly invoice: string;
  /** All invoices that are to be spoken of. */
  readonly invoices: string[];
  readonly others: OtherTask[];
  readonly debtor: string;
  readonly debtorName: string;
  /** What the debtor owes overdue in the currency of the case. */
  readonly overdue: string;
  readonly currency: string;
  readonly size: 'small' | 'normal' | 'large';
  /** 0 to 100 by the weights of the case's policy (S319). */
  readonly priority: number;
  readonly deadlineAt: string | null;
}

export interface WorklistDeps {
  readonly db: Db;
  readonly plans: PlanSource;
  /** What a call costs. */
  readonly callCost: Money;
}

export interface WorklistQuery {
  readonly creditorId: string;
  readonly role: string | undefined;
  /** How many there is time for. */
  readonly capacity: number;
  readonly asOf: IsoDate;
  readonly at: Date;
}

interface OverdueRow {
  readonly case_id: string;
  readonly debtor_id: string;
  readonly policy_version_id: string;
  readonly currency: string;
  readonly open_minor: bigint;
  readonly debtor_overdue_minor: bigint;
}

/**
 * The calls and visits that are worth the time there is, one for each debtor with all that it owes (K6): those to large
 * customers first (S321, U9), then by priority (S319), the older before the newer. Each is judged by the policy of its case.
 */
export async function worklistOf(
  { db, plans, callCost }: WorklistDeps,
  { creditorId, role, capacity, asOf, at }: WorklistQuery,
): Promise<readonly WorkItem[]> {
  const tasks = await db.task.findMany({
    where: {
      status: 'open',
      kind: { in: ['call', 'visit'] },
      debtor: { creditorId },
      ...(role === undefined ? {} : { role }),
    },
    include: {
      debtor: { select: { number: true, name: true } },
      invoice: { select: { number: true } },
      covers: { select: { caseId: true, invoice: { select: { number: true } } }, orderBy: { id: 'asc' } },
    },
    orderBy: { id: 'asc' },
  });
  const rows = await db.$queryRaw<OverdueRow[]>`
    select * from case_standing(${creditorId}::uuid, ${columnOfDay(asOf)}::date)`;
  const standing = new Map(rows.map((row) => [row.case_id, row]));
  const ranks = ranksOf(rows);
  const facts = await debtorFactsOf(
    db,
    tasks.flatMap(({ caseId, covers }) => [caseId ?? [], covers.map((cover) => cover.caseId)].flat()),
    at,
  );
  const items: WorkItem[] = [];
  for (const task of tasks) {
    const cases = [{ caseId: task.caseId, invoice: task.invoice }, ...task.covers];
    // An invoice that is settled is none to speak of; the conversation about the others goes on.
    const open = cases.filter(({ caseId }) => caseId !== null && standing.has(caseId));
    const row = standing.get(open[0]?.caseId ?? '');
    if (row === undefined) continue;
    const invoices = open.map(({ invoice }) => invoice?.number ?? '');
    const { currency } = row;
    const { sizes, priority: weights } = await plans.planOfVersion(row.policy_version_id);
    const overdueMinor = Math.max(minorOf(row.open_minor), minorOf(row.debtor_overdue_minor));
    const { grade = null, relationship = null } = facts.get(row.case_id) ?? {};
    const place = ranks.get(`${currency} ${row.debtor_id}`) ?? { rank: rows.length, largestMinor: overdueMinor };
    const costMinor = callCost.currency === currency ? callCost.amountMinor : null;
    items.push({
      taskId: task.id,
      ...{ kind: task.kind, role: task.role, step: task.stepId, caseId: row.case_id, currency },
      ...{ invoice: invoices[0] ?? '', invoices, others: [], debtor: task.debtor.number, debtorName: task.debtor.name },
      overdue: formatMoney({ amountMinor: overdueMinor, currency }),
      size: sizeOf(sizes, { currency, amountMinor: overdueMinor, rank: place.rank }),
      priority: priorityOf(weights, { overdueMinor, largestMinor: place.largestMinor, costMinor, grade, relationship }),
      deadlineAt: task.deadlineAt?.toISOString() ?? null,
    });
  }
  const isLarge = ({ size }: WorkItem) => (size === 'large' ? 1 : 0);
  const ranked = items.sort((a, b) => isLarge(b) - isLarge(a) || b.priority - a.priority);
  return oneForEachDebtor(ranked).slice(0, capacity);
}

/** The first item of each debtor, with what its other ones are about. */
function oneForEachDebtor(ranked: readonly WorkItem[]): WorkItem[] {
  const first = new Map<string, WorkItem>();
  for (const item of ranked) {
    const { debtor, taskId, kind, role, step } = item;
    const found = first.get(debtor);
    const others = found === undefined ? [] : [...found.others, { taskId, kind, role, step }];
    const invoices = [...new Set([...(found?.invoices ?? []), ...item.invoices])];
    first.set(debtor, { ...(found ?? item), others, invoices });
  }
  return [...first.values()];
}

/** The place of each debtor among those who owe most in a currency, from 1, and what the first of them owes. */
function ranksOf(
  rows: readonly OverdueRow[],
): ReadonlyMap<string, { readonly rank: number; readonly largestMinor: number }> {
  const sums = new Map<string, Map<string, number>>();
  for (const { currency, debtor_id: debtor, debtor_overdue_minor: overdue } of rows) {
    const ofCurrency = sums.get(currency) ?? new Map<string, number>();
    sums.set(currency, ofCurrency.set(debtor, minorOf(overdue)));
  }
  return new Map(
    [...sums].flatMap(([currency, ofCurrency]) => {
      const sorted = [...ofCurrency].sort((a, b) => b[1] - a[1]);
      const largestMinor = sorted[0]?.[1] ?? 0;
      return sorted.map(([debtor], index) => [`${currency} ${debtor}`, { rank: index + 1, largestMinor }] as const);
    }),
  );
}
