import { isMessageKind, type MessageKind } from '../domain/messages';
import type { Db } from '../clients/prisma';
import { unfinished } from './signal-outbox';

/** The way to a running case: signal or update, by kind. Throws when the case could not be asked. */
export interface CaseMessenger {
  send(message: {
    readonly caseId: string;
    readonly invoiceId: string;
    readonly kind: MessageKind;
    readonly body: unknown;
  }): Promise<'delivered' | 'notRunning'>;
}

/** A row of the signal outbox on its way to its case. */
export interface PendingMessage {
  readonly id: string;
  readonly caseId: string;
  readonly invoiceId: string;
  readonly kind: string;
  readonly payload: unknown;
}

export type DeliveryDeps = { readonly db: Db; readonly messenger: CaseMessenger };

// A case answers an update within a few milliseconds; more often would only load the database.
const pollEveryMs = 50;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Messages of the ids that are not finished, oldest first. */
async function pendingOf(db: Db, ids: readonly string[]): Promise<PendingMessage[]> {
  const rows = await db.signalOutbox.findMany({
    where: { id: { in: [...ids] }, ...unfinished },
    orderBy: { id: 'asc' },
    select: { id: true, caseId: true, kind: true, payload: true, case: { select: { invoiceId: true } } },
  });
  return rows.map(({ case: { invoiceId }, ...row }) => ({ ...row, invoiceId }));
}

/**
 * Hands one message to its case and records what happened. It does not throw when the case cannot be asked: the relay
 * repeats the message until it is applied.
 */
export async function deliverOne(
  deps: DeliveryDeps,
  message: PendingMessage,
): Promise<'delivered' | 'notRunning' | 'failed'> {
  const { id, caseId, invoiceId, kind, payload: body } = message;
  const attempt = { attempts: { increment: 1 } } as const;
  try {
    const result = isMessageKind(kind)
      ? await deps.messenger.send({ caseId, invoiceId, kind, body })
      : unknownKind(kind);
    const lastError = result === 'notRunning' ? 'the case has no running workflow' : null;
    const delivered = result === 'delivered' ? { deliveredAt: new Date() } : {};
    await deps.db.signalOutbox.updateMany({ where: { id }, data: { ...attempt, ...delivered, lastError } });
    return result;
  } catch (error) {
    const lastError = error instanceof Error ? error.message : String(error);
    await deps.db.signalOutbox.updateMany({ where: { id }, data: { ...attempt, lastError } });
    return 'failed';
  }
}

function unknownKind(kind: string): never {
  throw new Error(`This version does not know messages of the kind ${kind}`);
}

/** Delivers messages of one case in the given order, for they may build on each other. Says whether any arrived. */
async function deliverInOrder(deps: DeliveryDeps, messages: readonly PendingMessage[]): Promise<boolean> {
  let arrived = false;
  for (const message of messages) arrived = (await deliverOne(deps, message)) === 'delivered' || arrived;
  return arrived;
}

/** The messages of each case, in their order. */
export function byCase<M extends PendingMessage>(messages: readonly M[]): M[][] {
  const groups = new Map<string, M[]>();
  for (const message of messages) groups.set(message.caseId, [...(groups.get(message.caseId) ?? []), message]);
  return [...groups.values()];
}

async function isApplied(db: Db, ids: readonly string[]): Promise<boolean> {
  return (await db.signalOutbox.count({ where: { id: { in: [...ids] }, ...unfinished } })) === 0;
}

/**
 * After the commit: delivers the messages at once and waits at most `waitMs` until their cases have applied them
 * (decisions 3.1). Never throws because of a case: what is committed is true, and the relay repeats the message.
 */
export async function deliverMessages(
  deps: DeliveryDeps,
  ids: readonly string[],
  options: { readonly waitMs: number },
): Promise<'applied' | 'committed'> {
  if (ids.length === 0) return 'applied';
  const deadline = Date.now() + options.waitMs;
  const groups = byCase(await pendingOf(deps.db, ids));
  let hopeless = false;
  // A delivery that outlives the wait goes on and records its own outcome; one that fails is left to the relay.
  Promise.all(groups.map((messages) => deliverInOrder(deps, messages))).then(
    (arrivals) => (hopeless = !arrivals.includes(true)),
    () => (hopeless = true),
  );
  for (;;) {
    if (await isApplied(deps.db, ids)) return 'applied';
    if (hopeless || Date.now() >= deadline) return 'committed';
    await pause(pollEveryMs);
  }
}
