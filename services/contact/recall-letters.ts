import type { Tx } from '../../clients/prisma';
import { type LetterPlace, recallOf } from '../../domain/contact/recall';
import type { EvidenceEntry } from '../evidence';
import { openTask } from '../open-task';
import { workingDayEnd } from '../working-day-end';

/** The kind of task that fetches a letter back from the printer. */
export const RECALL_LETTER = 'recallLetter';

// A letter that is being reserved is at the printer in a moment; a failed or cancelled one never leaves.
const onItsWay = ['reserved', 'sending', 'sent', 'unknown'];

async function lettersOf(tx: Tx, invoiceIds: readonly string[]) {
  return tx.contact.findMany({
    where: {
      channel: 'letter',
      state: { in: [...onItsWay] },
      steps: { some: { invoiceId: { in: [...invoiceIds] }, definitelyFailed: false } },
    },
    include: {
      dispatch: true,
      recallTasks: { where: { kind: RECALL_LETTER } },
      steps: { where: { leads: true } },
      debtor: { select: { ownerId: true, creditor: { select: { zone: true, country: true } } } },
    },
    orderBy: { id: 'asc' },
  });
}

type Letter = Awaited<ReturnType<typeof lettersOf>>[number];

const placeOf = ({ dispatch }: Letter): LetterPlace =>
  dispatch === null ? 'house' : dispatch.deliveredOn === null && dispatch.returnedOn === null ? 'carrier' : 'end';

/**
 * Money has arrived for these invoices: a letter that demands one of them and is still in the house is fetched back by a person
 * on that day; one that a carrier has is recorded as unstoppable (R9). The caller holds the debtors' locks. Safe to repeat.
 *
 * @returns evidence, for the caller's last statement
 */
export async function recallLetters(tx: Tx, invoiceIds: readonly string[], at: Date): Promise<EvidenceEntry[]> {
  if (invoiceIds.length === 0) return [];
  const entries: EvidenceEntry[] = [];
  for (const letter of await lettersOf(tx, invoiceIds)) {
    const caseId = letter.steps[0]?.caseId;
    if (caseId === undefined) continue;
    const chain = { kind: 'case', id: caseId } as const;
    const what = recallOf(placeOf(letter));
    if (what === 'recall' && letter.recallTasks.length === 0) entries.push(await openRecall(tx, letter, chain, at));
    if (what === 'unstoppable' && letter.dispatch !== null && letter.dispatch.unstoppableAt === null) {
      await tx.letterDispatch.update({ where: { contactId: letter.id }, data: { unstoppableAt: at } });
      const { carrier, trackingNo } = letter.dispatch;
      entries.push({ chain, kind: 'letterUnstoppable', at, content: { contactId: letter.id, carrier, trackingNo } });
    }
  }
  return entries;
}

async function openRecall(tx: Tx, letter: Letter, chain: EvidenceEntry['chain'], at: Date): Promise<EvidenceEntry> {
  const { id: letterId, debtorId, debtor, steps } = letter;
  const [lead] = steps;
  const why = { code: 'due', step: letter.leadStep, detail: 'paid' };
  const about = { debtorId, letterId, caseId: lead?.caseId ?? null, invoiceId: lead?.invoiceId ?? null };
  const work = { kind: RECALL_LETTER, role: 'owner', assigneeId: debtor.ownerId, why, at };
  const deadlineAt = workingDayEnd(debtor.creditor, at);
  return openTask(tx, { ...about, ...work, deadlineAt }, { contactId: letterId }, chain);
}
