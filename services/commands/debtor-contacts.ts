import type { Db, Tx } from '../../clients/prisma';
import type { ContactRole } from '../../domain/contact/matrix';
import { missingReach } from '../../domain/conversations/call-sheet';
import { reachableChannels } from '../../domain/reachability';
import type { IsoDate } from '../../domain/time';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { fileAddresses } from '../contact/call-file';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { localDateIn } from '../local-day';
import { isRefused, type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';
import { type DebtorCommand, tellCases } from './debtor-command';

/** How a debtor is to be contacted; what is absent stays as it is. */
export interface SetContactRules extends DebtorCommand {
  /** First day on which it may be written to again; null ends the flag. Formal notices pass it. */
  readonly noContactUntil?: IsoDate | null;
  /** Whether every message waits for a person to release it. */
  readonly reviewMessages?: boolean;
}

/** A person of the contact matrix (decisions 4.7); an address that is null is taken away, an absent one stays. */
export interface SetContactPerson extends DebtorCommand {
  readonly role: ContactRole;
  readonly name: string;
  readonly language?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly post?: string | null;
  readonly noContactUntil?: IsoDate | null;
}

/**
 * Changes how a debtor is contacted, in one transaction under its lock: `work` says what evidence keeps, or refuses. Every open
 * case asks its gate anew.
 */
export async function onDebtor(
  db: Db,
  command: DebtorCommand & { readonly noContactUntil?: IsoDate | null },
  work: (tx: Tx, debtor: { readonly id: string; readonly zone: string }) => Promise<object | Refused>,
): Promise<Accepted | Refused> {
  const { creditorId, debtorNumber: number, at, actor, reason } = command;
  return db.$transaction(async (tx) => {
    const key = { creditorId_number: { creditorId, number } };
    const seen = await tx.debtor.findUnique({ where: key, include: { creditor: { select: { zone: true } } } });
    if (seen === null) return refused('unknownDebtor', `There is no debtor ${number}`);
    const end = command.noContactUntil ?? null;
    if (end !== null && end <= localDateIn(seen.creditor.zone, at))
      return refused(
        'dateInThePast',
        `Debtor ${number}: a flag that ends on ${end} holds nobody back; expected a later date`,
      );
    await lockDebtors(tx, [seen.id]);
    const changed = await work(tx, { id: seen.id, zone: seen.creditor.zone });
    if (isRefused(changed)) return changed;
    const { contentHash: reasonHash } = await keepText(tx, { debtorId: seen.id, caseId: null }, reason);
    const fact = { kind: 'contactRulesChanged', at, content: { ...changed, actor, reasonHash } };
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: seen.id }, ...fact }]);
    return { ok: true, messageIds: await tellCases(tx, seen.id, at) };
  });
}

const column = (date: IsoDate | null): Date | null => (date === null ? null : columnOfDay(date));

/** Sets the no-contact flag of a debtor, with its end, and whether people read its messages before they go out. */
export async function setContactRules(
  { db }: { readonly db: Db },
  command: SetContactRules,
): Promise<Accepted | Refused> {
  return onDebtor(db, command, async (tx, { id }) => {
    const { noContactUntil, reviewMessages } = command;
    const data = {
      ...(noContactUntil === undefined ? {} : { noContactUntil: column(noContactUntil) }),
      ...(reviewMessages === undefined ? {} : { reviewMessages }),
    };
    const after = await tx.debtor.update({ where: { id }, data });
    const until = after.noContactUntil === null ? null : isoDateOfColumn(after.noContactUntil);
    return { noContactUntil: until, reviewMessages: after.reviewMessages };
  });
}

/**
 * Puts a person with addresses into a role of the debtor's contact matrix, or changes one. The debtor can be reached again: its
 * data task is done (K1).
 */
export async function setContactPerson(
  { db }: { readonly db: Db },
  command: SetContactPerson,
): Promise<Accepted | Refused> {
  return onDebtor(db, command, async (tx, { id: debtorId }) => {
    const { role, name, language, noContactUntil, actor, at } = command;
    const data = {
      name,
      ...(language === undefined ? {} : { language }),
      ...(noContactUntil === undefined ? {} : { noContactUntil: column(noContactUntil) }),
    };
    const { email, phone, post } = command;
    const wrong = await tx.contactPoint.count({
      where: {
        debtorId,
        wrongAt: { not: null },
        address: { in: [email, phone, post].flatMap((given) => given ?? []) },
      },
    });
    if (wrong > 0)
      return refused(
        'wrongAddress',
        `Debtor ${command.debtorNumber}: an address belongs to somebody else; expected another`,
      );
    const person = await tx.debtorPerson.upsert({
      where: { debtorId_role: { debtorId, role } },
      create: { debtorId, role, ...data },
      update: data,
    });
    const owner = { debtorId, personId: person.id, at };
    for (const [kind, address] of Object.entries({ email, phone, post })) {
      if (address !== undefined) await setAddress(tx, owner, kind, address);
    }
    await closeDataTasks(tx, debtorId, actor, at);
    const until = person.noContactUntil === null ? null : isoDateOfColumn(person.noContactUntil);
    // Names and addresses are personal data: evidence says which role was changed, and by whom.
    return { role, personId: person.id, noContactUntil: until };
  });
}

/** The one address of a kind that a person has: another one before it is not used any more, and kept for the record. */
async function setAddress(
  tx: Tx,
  { debtorId, personId, at }: { readonly debtorId: string; readonly personId: string; readonly at: Date },
  kind: string,
  address: string | null,
): Promise<void> {
  await tx.contactPoint.updateMany({
    where: { debtorId, personId, kind, bouncedAt: null, ...(address === null ? {} : { address: { not: address } }) },
    data: { bouncedAt: at },
  });
  if (address === null) return;
  await tx.contactPoint.upsert({
    where: { debtorId_kind_address: { debtorId, kind, address } },
    create: { debtorId, personId, kind, address },
    // Somebody has looked: whatever bounced before, this is the address now.
    update: { personId, bouncedAt: null },
  });
}

/** The debtor can be reached again: its data task is done (K1). */
export async function closeDataTasks(tx: Tx, debtorId: string, actor: string, at: Date): Promise<void> {
  const points = await tx.contactPoint.findMany({ where: { debtorId } });
  const addresses = points.map((point) => ({ ...point, bounced: point.bouncedAt !== null }));
  if (reachableChannels(addresses).length === 0) return;
  // A call asked for phone and address (S229): one of another kind does not answer that.
  const unanswered = missingReach(fileAddresses(points)).length > 0;
  const others = unanswered ? { NOT: { why: { path: ['code'], equals: 'fileIncomplete' } } } : {};
  await tx.task.updateMany({
    where: { debtorId, kind: 'data', status: 'open', ...others },
    data: { status: 'closed', closedAt: at, closedBy: actor, outcome: 'done' },
  });
}
