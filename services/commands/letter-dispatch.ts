import type { Db } from '../../clients/prisma';
import { dayOf, type IsoDate } from '../../domain/time';
import { mayHaveLeft } from '../../domain/contact/recall';
import { columnOfDay } from '../columns';
import { recordDelivery } from '../contact/record-delivery';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { localDateIn } from '../local-day';
import { isUniqueViolation, refused, type Refused } from '../problems';
import type { Accepted } from './command';
import { closeRecall, handedOverAlready, type LetterCommand, lockedLetter, unknownLetter } from './letter-command';

/** A letter that was given to a carrier, under its number, with what stands on the waybill (S209). */
export interface HandOver extends LetterCommand {
  readonly carrier: string;
  readonly trackingNo: string;
  readonly remark: string;
  readonly on: IsoDate;
}

/** What became of a letter that was handed over. `signedBy`: who signed for it, kept with the letter only. */
export interface LetterReport extends LetterCommand {
  readonly outcome: 'delivered' | 'returned';
  readonly on: IsoDate;
  readonly signedBy?: string;
}

/**
 * Keeps to whom a letter was given and under which number, once for each letter and number (S55, S193, S209). One that is to be
 * fetched back because money arrived is recorded only if it had left by then, and as unstoppable (R9).
 */
export async function handOverLetter(db: Db, command: HandOver): Promise<Accepted | Refused> {
  const { contactId, carrier, trackingNo, remark, on, actor, at } = command;
  try {
    return await db.$transaction(async (tx) => {
      const letter = await lockedLetter(tx, command);
      const caseId = letter?.steps[0]?.caseId;
      if (letter === null || caseId === undefined) return unknownLetter(command);
      if (letter.dispatch !== null) return handedOverAlready(command, letter.dispatch.trackingNo);
      if (!['sent', 'unknown'].includes(letter.state))
        return refused('alreadyDecided', `Letter ${contactId} is ${letter.state}; expected one that went out`);
      const [recall] = letter.recallTasks;
      const moneyOn = recall === undefined ? null : localDateIn(letter.debtor.creditor.zone, recall.at);
      if (moneyOn !== null && !mayHaveLeft(dayOf(on), dayOf(moneyOn)))
        return refused('overtaken', `Letter ${contactId}: money arrived on ${moneyOn}; expected its recall, not ${on}`);
      const written = { carrier, trackingNo, remark, actor };
      const unstoppableAt = moneyOn === null ? null : at;
      const days = { handedOverOn: columnOfDay(on), unstoppableAt };
      await tx.letterDispatch.create({ data: { id: newId(), contactId, ...written, ...days } });
      if (moneyOn !== null) await closeRecall(tx, command, 'unstoppable');
      const chain = { kind: 'case', id: caseId } as const;
      const left = { chain, kind: 'letterUnstoppable', at, content: { contactId, carrier, trackingNo } };
      const content = { contactId, ...written, on };
      await appendEvidence(tx, [{ chain, kind: 'letterHandedOver', at, content }, ...(moneyOn === null ? [] : [left])]);
      return { ok: true, messageIds: [] };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refused('alreadyDecided', `${carrier} ${trackingNo} belongs to another letter`);
  }
}

/**
 * Keeps what became of a letter: delivered and signed for, or returned. A returned one frees its step for the next way, marks
 * the address, and somebody looks for a better one (R26, K1).
 */
export async function reportLetter(db: Db, command: LetterReport): Promise<Accepted | Refused> {
  const { contactId, outcome, on, signedBy, actor, at } = command;
  return db.$transaction(async (tx) => {
    const letter = await lockedLetter(tx, command);
    const caseId = letter?.steps[0]?.caseId;
    if (letter === null || caseId === undefined) return unknownLetter(command);
    const { dispatch } = letter;
    if (dispatch === null) return refused('otherStep', `Letter ${contactId} was not handed over to a carrier yet`);
    if (dispatch.returnedOn !== null || (outcome === 'delivered' && dispatch.deliveredOn !== null))
      return refused('alreadyDecided', `Letter ${contactId} has been reported already`);
    const day = columnOfDay(on);
    const data = outcome === 'delivered' ? { deliveredOn: day, signedBy: signedBy ?? null } : { returnedOn: day };
    await tx.letterDispatch.update({ where: { contactId }, data });
    const problem = outcome === 'returned' ? `${dispatch.carrier}: returned` : null;
    const report = {
      contactId,
      outcome: outcome === 'returned' ? 'bounced' : 'delivered',
      at,
      source: actor,
      problem,
    } as const;
    const messageIds = (await recordDelivery(tx, report)) ?? [];
    const content = { contactId, outcome, on, trackingNo: dispatch.trackingNo, actor, signed: signedBy !== undefined };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'letterReported', at, content }]);
    return { ok: true, messageIds };
  });
}
