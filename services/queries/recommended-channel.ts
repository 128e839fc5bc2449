import type { Db } from '../../clients/prisma';
import { traitsOf, type ChannelTraits } from '../../domain/conversations/channel-traits';
import { isConversation } from '../../domain/conversations/outcome';
import { recommendChannel } from '../../domain/conversations/recommend-channel';
import { sizeOf } from '../../domain/portfolio/classify';
import { openBalances } from '../balances';
import { debtorFactsOf } from '../debtor-facts';
import type { PlanSource } from '../open-case';
import type { TaskItem } from './tasks';

/** How whoever has a task should turn to the debtor, and why. */
export interface Recommended {
  readonly channel: 'call' | 'visit';
  readonly reason: string;
  readonly sources: string[];
  readonly traits: ChannelTraits;
}

export type RecommendedTask = TaskItem & { readonly recommended: Recommended | null };

/**
 * The tasks with the recommended channel of each open call or visit (S220, S224), judged by the case that opened it and the
 * limits of its policy; null for other work. Whether a fault must be mended on site and where small items lie is on no record.
 */
export async function withRecommended(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  tasks: readonly TaskItem[],
  at: Date,
): Promise<RecommendedTask[]> {
  const talks = tasks.filter(({ kind, status }) => status === 'open' && isConversation(kind));
  const found = await recommendations({ db, plans }, [...new Set(talks.flatMap(({ caseId }) => caseId ?? []))], at);
  const isTalk = new Set(talks.map(({ id }) => id));
  return tasks.map((task) => ({
    ...task,
    recommended: isTalk.has(task.id) ? (found.get(task.caseId ?? '') ?? null) : null,
  }));
}

/** By case id. */
async function recommendations(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  caseIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, Recommended>> {
  const recommended = new Map<string, Recommended>();
  if (caseIds.length === 0) return recommended;
  const cases = await db.collectionCase.findMany({
    where: { id: { in: [...caseIds] } },
    select: {
      ...{ id: true, currency: true, policyVersionId: true, invoiceId: true },
      invoice: { select: { receivableType: true } },
      disputes: { where: { status: 'open' }, select: { id: true }, take: 1 },
    },
  });
  const facts = await debtorFactsOf(db, caseIds, at);
  const balances = await openBalances(
    db,
    cases.map(({ invoiceId }) => invoiceId),
  );
  for (const { id, currency, policyVersionId, invoiceId, invoice, disputes } of cases) {
    const { sizes } = await plans.planOfVersion(policyVersionId);
    const { grade = null, motive = null, relationship = null, debtorOverdueMinor } = facts.get(id) ?? {};
    const openMinor = balances.get(invoiceId)?.openMinor ?? 0;
    const advice = recommendChannel({
      ...{ receivable: invoice.receivableType, currency, openMinor, relationship, grade, motive },
      size: sizeOf(sizes, { currency, amountMinor: Math.max(openMinor, debtorOverdueMinor ?? 0) }),
      disputed: disputes.length > 0,
      technicalFault: null,
      smallItems: null,
    });
    recommended.set(id, { ...advice, sources: [...advice.sources], traits: traitsOf(advice.channel) });
  }
  return recommended;
}
