import type { Db, Tx } from '../clients/prisma';
import { openBalanceOf } from './balances';
import { type DeliveryDeps, type PendingMessage, byCase, deliverOne } from './message-delivery';
import { reopenCase } from './reopen-case';
import { unfinished } from './signal-outbox';

// Younger messages are still in the hands of their writer (decisions 3.1).
const settledAfterMs = 10_000;
// Bounds one run of the relay, which a Schedule repeats every few seconds.
const batchSize = 200;
// Cases asked at the same time: enough to hide the latency, few enough not to crowd out staff commands.
const parallelCases = 8;

interface PendingRow {
  id: string;
  case_id: string;
  invoice_id: string;
  kind: string;
  payload: unknown;
  closed: boolean;
}

type Pending = PendingMessage & { readonly closed: boolean };

/** What is not finished after ten seconds: least often tried first, so that one broken case cannot hold up the others. */
async function overdueMessages(db: Db, now: Date): Promise<Pending[]> {
  const before = new Date(now.getTime() - settledAfterMs);
  const rows = await db.$queryRaw<PendingRow[]>`
    select o.id, o.case_id, c.invoice_id, o.kind, o.payload, c.ended_at is not null as closed
    from signal_outbox o join collection_case c on c.id = o.case_id
    where (o.applied_at is null or o.delivered_at is null) and o.final_at is null and o.created_at < ${before}
    order by o.attempts, o.created_at, o.id limit ${batchSize}`;
  return rows
    .map((row) => ({ ...row, caseId: row.case_id, invoiceId: row.invoice_id }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * A closed case is final for its messages: they are recorded as such. Where the ledger says that money is owed again, the
 * case is reopened, and the new run reads what the messages said from the database.
 */
async function concludeClosed(tx: Tx, messages: readonly Pending[], now: Date): Promise<number> {
  const first = messages[0];
  if (first === undefined) return 0;
  const { caseId, invoiceId } = first;
  await tx.$queryRaw`
    select d.id from debtor d join collection_case c on c.debtor_id = d.id where c.id = ${caseId}::uuid for update of d`;
  const row = await tx.collectionCase.findUniqueOrThrow({
    where: { id: caseId },
    select: { endedAt: true, outcome: true },
  });
  if (row.endedAt === null) return 0;
  const { openMinor } = await openBalanceOf(tx, invoiceId);
  const owedAgain = openMinor > 0 && (row.outcome === 'settled' || row.outcome === 'settledByPlan');
  const runNo = owedAgain ? await reopenCase(tx, { caseId, reason: 'owedAgain', at: now }) : null;
  const finalReason = runNo === null ? `the case is closed (${row.outcome})` : `the case was reopened as run ${runNo}`;
  const { count } = await tx.signalOutbox.updateMany({
    where: { id: { in: messages.map((message) => message.id) }, ...unfinished },
    data: { finalAt: now, finalReason },
  });
  return count;
}

async function relayCase(deps: DeliveryDeps, messages: readonly Pending[], now: Date) {
  if (messages.some((message) => message.closed)) {
    return { delivered: 0, final: await deps.db.$transaction((tx) => concludeClosed(tx, messages, now)) };
  }
  let delivered = 0;
  for (const message of messages) {
    const result = await deliverOne(deps, message);
    if (result === 'delivered') delivered += 1;
    // Without a workflow the next message would not arrive either; one that failed may be the only broken one.
    if (result === 'notRunning') break;
  }
  return { delivered, final: 0 };
}

/**
 * Repeats what was committed more than ten seconds ago and is not finished, in a bounded batch: same kind, same id
 * (decisions 3.1). Messages that meet a closed case become final with their reason; a settled case whose invoice is owed
 * again, because its payment was reversed, is reopened (design 4).
 */
export async function relayMessages(
  deps: DeliveryDeps & { readonly now: Date },
): Promise<{ delivered: number; final: number }> {
  const queue = byCase(await overdueMessages(deps.db, deps.now));
  const total = { delivered: 0, final: 0 };
  const relayNext = async () => {
    for (let messages = queue.shift(); messages !== undefined; messages = queue.shift()) {
      const { delivered, final } = await relayCase(deps, messages, deps.now);
      total.delivered += delivered;
      total.final += final;
    }
  };
  await Promise.all(Array.from({ length: parallelCases }, relayNext));
  return total;
}
