import type { Tx } from '../../clients/prisma';
import { saysWrongNumber } from '../../domain/replies/keypresses';
import { isOptIn, isOptOut, suggestionsFor } from '../../domain/replies/read-reply';
import { minuteOf } from '../../domain/time';
import { keepText } from '../commands/command';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence, type EvidenceEntry } from '../evidence';
import { newId } from '../ids';
import { enqueueMessages } from '../signal-outbox';
import { blockWrongAddress } from '../contact/wrong-number';
import { parked, type Application } from '../webhooks/application';
import type { InboundMessage } from '../webhooks/events';
import { findCorrespondent, type Correspondent } from './find-debtor';
import { raiseFraudAlarm } from './fraud-hold';
import { debtorsAt, optInAddress, optOutAddress } from './opt-out';
import { openCasesOf, pauseEndOf, replyNews } from './reply-pause';

interface Source {
  readonly id: string;
  readonly provider: string;
  readonly receivedAt: Date;
}

const textOf = ({ subject, text }: InboundMessage): string => (subject === null ? text : `${subject}\n\n${text}`);

/** Opens the task of reading the reply, with what its words suggest. */
async function openReadingTask(
  tx: Tx,
  { debtorId, caseId }: Correspondent,
  ownerId: string | null,
  reading: { readonly suggestions: readonly string[]; readonly at: Date; readonly pausedUntil: Date },
): Promise<string> {
  const { suggestions, at, pausedUntil } = reading;
  const id = newId();
  const detail = suggestions.length === 0 ? {} : { detail: suggestions.join(', ') };
  const why = { code: 'replyPending', until: minuteOf(pausedUntil.toISOString()), ...detail };
  const invoice = caseId === null ? null : await tx.collectionCase.findUnique({ where: { id: caseId } });
  const about = { debtorId, caseId, invoiceId: invoice?.invoiceId ?? null };
  const work = { kind: 'readReply', role: 'owner', assigneeId: ownerId, why, at, deadlineAt: pausedUntil };
  await tx.task.create({ data: { id, ...about, ...work } });
  return id;
}

/**
 * Records what a debtor wrote: the text as a document, the reply, a task to read it with what its words suggest. Automatic
 * messages to the debtor stop until a person has said what it means, two working days at most (decisions 4.5). Only two
 * things happen by themselves: a STOP ends reminders on its channel and a START lets them begin again, and talk of another bank account raises an alarm.
 */
export async function recordReply(tx: Tx, message: InboundMessage, source: Source): Promise<Application> {
  const { channel, from: sender } = message;
  const found = await findCorrespondent(tx, message);
  if (found.kind !== 'found') return parked(found.kind);
  const { debtorId, caseId, contactId } = found;
  const stops = message.isOptOut || isOptOut(message);
  const starts = !stops && (message.isOptIn || isOptIn(message));
  const address = { kind: channel === 'email' ? 'email' : 'phone', address: sender };
  await lockDebtors(tx, [debtorId, ...(stops || starts ? await debtorsAt(tx, address) : [])]);
  const debtor = await tx.debtor.findUniqueOrThrow({ where: { id: debtorId }, include: { creditor: true } });
  const { receivedAt: at } = source;
  const pausedUntil = pauseEndOf(debtor.creditor, at);
  const suggestions = stops ? ['optOut'] : suggestionsFor(message);
  const kept = await keepText(tx, { debtorId, caseId }, textOf(message), 'reply');
  const taskId = await openReadingTask(tx, found, debtor.ownerId, { suggestions, at, pausedUntil });
  const replyId = newId();
  const written = { channel, sender, suggestions: [...suggestions], receivedAt: at, pausedUntil };
  const refs = { debtorId, caseId, contactId, documentId: kept.documentId, webhookEventId: source.id, taskId };
  await tx.reply.create({ data: { id: replyId, ...refs, ...written } });
  const longest = debtor.replyPausedUntil;
  if (longest === null || longest < pausedUntil)
    await tx.debtor.update({ where: { id: debtorId }, data: { replyPausedUntil: pausedUntil } });
  const openCaseIds = await openCasesOf(tx, debtorId);
  const alarm = suggestions.includes('newAccount')
    ? await raiseFraudAlarm(
        tx,
        { debtorId, creditorId: debtor.creditorId, zone: debtor.creditor.zone, openCaseIds },
        { replyId, at },
      )
    : { messages: [], evidence: [] };
  const wish = { ...address, channel, at, source: `reply:${replyId}` };
  const refused = stops ? await optOutAddress(tx, wish) : [];
  const wrong = await blockIfWrong(tx, message, { debtorId, caseId, at, source: wish.source });
  const wanted = starts ? await optInAddress(tx, wish) : [];
  const messageIds = await enqueueMessages(tx, at, [
    ...replyNews(openCaseIds, replyId, pausedUntil),
    ...alarm.messages,
  ]);
  const content = {
    replyId,
    contactId,
    channel,
    textHash: kept.contentHash,
    suggestions,
    taskId,
    pausedUntil: pausedUntil.toISOString(),
  };
  const received = { kind: 'replyReceived', at, content };
  const entries: EvidenceEntry[] = [{ chain: { kind: 'debtor', id: debtorId }, ...received }];
  if (caseId !== null) entries.push({ chain: { kind: 'case', id: caseId }, ...received });
  await appendEvidence(tx, [...entries, ...alarm.evidence, ...refused, ...wanted, ...wrong]);
  return { kind: 'applied', messageIds };
}

/** Whoever was called says that the number is somebody else's: nothing goes there on any channel any more (S228). */
async function blockIfWrong(
  tx: Tx,
  { channel, text, from }: InboundMessage,
  about: Omit<Parameters<typeof blockWrongAddress>[1], 'contactPointId'>,
): Promise<EvidenceEntry[]> {
  if (channel !== 'voice' || !saysWrongNumber(text)) return [];
  const { debtorId } = about;
  const point = await tx.contactPoint.findFirst({ where: { debtorId, kind: 'phone', address: from } });
  return point === null ? [] : blockWrongAddress(tx, { ...about, contactPointId: point.id });
}
