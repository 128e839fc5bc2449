import type { Db } from '../../clients/prisma';
import { addDays, dayOf, instantOf } from '../../domain/time';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { localDateIn } from '../local-day';
import { type Refused, refused } from '../problems';
import { dayStartsIn } from '../sim-calendar';
import { type Accepted, keepText } from './command';

/** From where we may know that a debtor has come into money: open or told sources, never an informer (S410). */
export const fundsSources = ['toldByDebtor', 'publicRecord', 'press', 'ownOrders'] as const;

/** Word that a debtor has received money. */
export interface ReportFunds {
  readonly creditorId: string;
  readonly debtorNumber: string;
  readonly source: (typeof fundsSources)[number];
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
}

/** Opens a call for the debtor's oldest open case, due on the same day (S185); a second word changes nothing while it is open. */
export async function reportFunds({ db }: { readonly db: Db }, command: ReportFunds): Promise<Accepted | Refused> {
  const { creditorId, debtorNumber: number, source, actor, at } = command;
  return db.$transaction(async (tx) => {
    const debtor = await tx.debtor.findUnique({
      where: { creditorId_number: { creditorId, number } },
      select: { id: true, ownerId: true, creditor: { select: { zone: true } } },
    });
    if (debtor === null) return refused('unknownDebtor', `There is no debtor ${number}`);
    const { id: debtorId, ownerId: assigneeId } = debtor;
    await lockDebtors(tx, [debtorId]);
    const found = await tx.collectionCase.findFirst({
      where: { debtorId, endedAt: null },
      orderBy: [{ invoice: { effectiveDueDate: 'asc' } }, { id: 'asc' }],
      select: { id: true, invoiceId: true },
    });
    if (found === null) return refused('unknownCase', `Debtor ${number} has no open case; expected one to act on`);
    const why = { code: 'due', detail: 'fundsReceived' };
    const open = { debtorId, status: 'open', stepId: null, why: { equals: why } };
    if ((await tx.task.count({ where: open })) > 0) return { ok: true, messageIds: [] };
    const { zone } = debtor.creditor;
    const tomorrow = addDays(dayOf(localDateIn(zone, at)), 1);
    const deadlineAt = new Date(instantOf(dayStartsIn(zone, tomorrow, tomorrow)(tomorrow)));
    const task = { id: newId(), debtorId, caseId: found.id, invoiceId: found.invoiceId, assigneeId };
    await tx.task.create({ data: { ...task, kind: 'call', role: 'owner', why, at, deadlineAt } });
    const { contentHash } = await keepText(tx, { debtorId, caseId: found.id }, command.reason);
    const content = { taskId: task.id, taskKind: 'call', source, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'fundsReported', at, content }]);
    return { ok: true, messageIds: [] };
  });
}
