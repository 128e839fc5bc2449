import type { Db, Tx } from '../../clients/prisma';
import type { Meaning } from '../../domain/replies/keywords';
import { type Accepted, keepText } from '../commands/command';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessages } from '../signal-outbox';
import { debtorsAt, optOutAddress } from './opt-out';
import { openCasesOf, replyNews } from './reply-pause';

/** What a reply means, as a person read it. What follows from it, such as a promise, is a command of its own. */
export interface ClassifyReply {
  readonly replyId: string;
  readonly meaning: Meaning;
  readonly note?: string;
  readonly actor: string;
  readonly at: Date;
}

const channelOf = (channel: string) =>
  channel === 'email' || channel === 'whatsapp' || channel === 'voice' ? channel : 'sms';

/** The end of the pause that other unread replies of the debtor still need; null when there is none. */
async function remainingPause(tx: Tx, debtorId: string, replyId: string, at: Date): Promise<Date | null> {
  const unread = await tx.reply.aggregate({
    where: { debtorId, classifiedAt: null, id: { not: replyId }, pausedUntil: { gt: at } },
    _max: { pausedUntil: true },
  });
  return unread._max.pausedUntil;
}

/**
 * Says what a reply means: its task is done, and automatic messages to the debtor go on unless another reply waits to be
 * read (decisions 4.5). A reply that is classified already is refused.
 */
export async function classifyReply(deps: { readonly db: Db }, command: ClassifyReply): Promise<Accepted | Refused> {
  const { replyId } = command;
  return deps.db.$transaction(async (tx) => {
    const seen = await tx.reply.findUnique({ where: { id: replyId } });
    if (seen === null) return refused('unknownReply', `There is no reply ${replyId}`);
    const address = { kind: seen.channel === 'email' ? 'email' : 'phone', address: seen.sender };
    const stops = command.meaning === 'optOut';
    await lockDebtors(tx, [seen.debtorId, ...(stops ? await debtorsAt(tx, address) : [])]);
    const reply = await tx.reply.findUniqueOrThrow({ where: { id: replyId } });
    if (reply.meaning !== null)
      return refused('alreadyDecided', `Reply ${replyId} was classified as ${reply.meaning}; expected one that waits`);
    const channel = channelOf(reply.channel);
    const optOuts = stops
      ? await optOutAddress(tx, { ...address, channel, at: command.at, source: `reply:${replyId}` })
      : [];
    const messageIds = await close(tx, command, reply);
    const { meaning, actor, at, note } = command;
    const noteHash =
      note === undefined
        ? null
        : (await keepText(tx, { debtorId: reply.debtorId, caseId: reply.caseId }, note)).contentHash;
    const fact = { kind: 'replyClassified', at, content: { replyId, meaning, actor, noteHash } };
    const { debtorId, caseId } = reply;
    const onCase = caseId === null ? [] : [{ chain: { kind: 'case', id: caseId } as const, ...fact }];
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, ...fact }, ...onCase, ...optOuts]);
    return { ok: true, messageIds };
  });
}

/** Marks the reply and its task, ends or shortens the pause, and tells the debtor's cases. */
async function close(
  tx: Tx,
  { replyId, meaning, note, actor, at }: ClassifyReply,
  { debtorId, taskId }: { readonly debtorId: string; readonly taskId: string },
): Promise<string[]> {
  await tx.reply.update({ where: { id: replyId }, data: { meaning, classifiedAt: at, classifiedBy: actor } });
  const closed = { status: 'closed', closedAt: at, closedBy: actor, outcome: meaning, note: note ?? null };
  await tx.task.updateMany({ where: { id: taskId, status: 'open' }, data: closed });
  const until = await remainingPause(tx, debtorId, replyId, at);
  await tx.debtor.update({ where: { id: debtorId }, data: { replyPausedUntil: until } });
  return enqueueMessages(tx, at, replyNews(await openCasesOf(tx, debtorId), replyId, until ?? at));
}
