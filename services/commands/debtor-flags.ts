import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';
import { tellCases } from './debtor-command';
import { approverNames, type ByPerson, isApprover, needsAnother, needsPerson } from './four-eyes';

/** What two people can say of a debtor: that it is important (U9). */
const flag = 'important';

export interface FlagDebtor extends ByPerson {
  readonly debtorNumber: string;
}

export interface DecideFlag extends FlagDebtor {
  readonly decision: 'approved' | 'refused';
}

type Living = { readonly id: string; readonly state: string; readonly proposedById: string } | null;

/** What a command does to the flag, and what the debtor is from then on; undefined: as it was. */
interface Change {
  readonly kind: 'flagProposed' | 'flagApproved' | 'flagRefused' | 'flagEnded';
  readonly relationship?: typeof flag | null;
}

/** Runs a command on the living flag of a debtor, under its lock, and tells its cases where it changed what the debtor is. */
async function onFlag(
  db: Db,
  command: FlagDebtor,
  act: (tx: Tx, debtorId: string, living: Living, staffId: string) => Promise<Change | Refused>,
): Promise<Accepted | Refused> {
  const { creditorId, debtorNumber: number, actor, staffId, reason, at } = command;
  if (staffId === null) return needsPerson('Whether a debtor is important is said by people of staff');
  return db.$transaction(async (tx) => {
    const key = { creditorId_number: { creditorId, number } };
    const debtor = await tx.debtor.findUnique({ where: key, select: { id: true } });
    if (debtor === null) return refused('unknownDebtor', `There is no debtor ${number}`);
    const { id: debtorId } = debtor;
    await lockDebtors(tx, [debtorId]);
    const states = { in: ['proposed', 'approved'] };
    const living = await tx.debtorFlag.findFirst({ where: { debtorId, flag, state: states } });
    const change = await act(tx, debtorId, living, staffId);
    if ('ok' in change) return change;
    const { kind, relationship } = change;
    const { contentHash } = await keepText(tx, { debtorId, caseId: null }, reason);
    const content = { flag, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind, at, content }]);
    if (relationship === undefined) return { ok: true, messageIds: [] };
    await tx.debtor.update({ where: { id: debtorId }, data: { relationship } });
    return { ok: true, messageIds: await tellCases(tx, debtorId, at) };
  });
}

/** Proposes that a debtor is important. Nothing changes until another person has approved it (U9). */
export const proposeImportant = ({ db }: { readonly db: Db }, command: FlagDebtor): Promise<Accepted | Refused> =>
  onFlag(db, command, async (tx, debtorId, living, proposedById) => {
    const { debtorNumber: number, at: proposedAt } = command;
    if (living !== null)
      return refused('alreadyDecided', `That debtor ${number} is important is ${living.state} already`);
    await tx.debtorFlag.create({ data: { id: newId(), debtorId, flag, proposedById, proposedAt } });
    return { kind: 'flagProposed' };
  });

/** The second pair of eyes: approves or refuses what another person proposed. */
export const decideImportant = ({ db }: { readonly db: Db }, command: DecideFlag): Promise<Accepted | Refused> =>
  onFlag(db, command, async (tx, _debtorId, living, decidedById) => {
    const { debtorNumber: number, decision: state, role, at: decidedAt } = command;
    if (living?.state !== 'proposed')
      return refused(
        'alreadyDecided',
        `Nobody waits to hear whether debtor ${number} is important; expected a proposal`,
      );
    if (living.proposedById === decidedById || !isApprover(role))
      return needsAnother(`That debtor ${number} is important is decided`);
    await tx.debtorFlag.update({ where: { id: living.id }, data: { state, decidedById, decidedAt } });
    return state === 'approved' ? { kind: 'flagApproved', relationship: flag } : { kind: 'flagRefused' };
  });

/** Ends the flag: from then on the debtor is what its policy makes of it. A superior may do that alone. */
export const endImportant = ({ db }: { readonly db: Db }, command: FlagDebtor): Promise<Accepted | Refused> =>
  onFlag(db, command, async (tx, _debtorId, living, endedById) => {
    const { debtorNumber: number, role, at: endedAt } = command;
    if (living?.state !== 'approved')
      return refused('alreadyDecided', `Debtor ${number} is not important; expected an approved flag`);
    if (!isApprover(role))
      return refused('fourEyes', `That debtor ${number} is important is ended by one of ${approverNames}`);
    await tx.debtorFlag.update({ where: { id: living.id }, data: { state: 'ended', endedById, endedAt } });
    return { kind: 'flagEnded', relationship: null };
  });
