import type { ContactRole } from '../../domain/contact/matrix';
import type { Db, Tx } from '../../clients/prisma';
import { columnOfDay } from '../columns';
import { localDateIn } from '../local-day';
import { type Refused, refused } from '../problems';
import { type Accepted } from './command';
import type { DebtorCommand } from './debtor-command';
import { closeDataTasks, onDebtor } from './debtor-contacts';

/** What kind of number or place an address is (S227). */
export const addressLabels = ['mobile', 'landline', 'office', 'home'] as const;

/** An address that somebody learned of, beside those that are known already. */
export interface KeepAddress extends DebtorCommand {
  readonly kind: 'email' | 'phone' | 'post';
  readonly address: string;
  /** Whose it is; without it, the debtor's own. */
  readonly role?: ContactRole;
  readonly label?: (typeof addressLabels)[number];
  /** Whether somebody has made sure today that it is right. That alone makes a wrong or bounced one usable again. */
  readonly isVerified: boolean;
}

async function personOf(tx: Tx, debtorId: string, role: ContactRole | undefined): Promise<string | null | undefined> {
  if (role === undefined) return null;
  return (await tx.debtorPerson.findUnique({ where: { debtorId_role: { debtorId, role } } }))?.id;
}

/**
 * Keeps a further address of a debtor or of one of its people: several of a kind stand side by side, with the day on which each
 * was last found right (S227). An address that belongs to somebody else comes back only when somebody has made sure (S228).
 */
export async function keepAddress({ db }: { readonly db: Db }, command: KeepAddress): Promise<Accepted | Refused> {
  const { kind, address, role, label, isVerified, debtorNumber } = command;
  return onDebtor(db, command, async (tx, { id: debtorId, zone }) => {
    const personId = await personOf(tx, debtorId, role);
    if (personId === undefined)
      return refused(
        'unknownAddress',
        `Debtor ${debtorNumber}: nobody has the role ${role ?? ''}; expected one of its people`,
      );
    const key = { debtorId_kind_address: { debtorId, kind, address } };
    const known = await tx.contactPoint.findUnique({ where: key });
    if (known !== null && known.wrongAt !== null && !isVerified)
      return refused(
        'wrongAddress',
        `Debtor ${debtorNumber}: this address belongs to somebody else; expected verified: true`,
      );
    const verified = isVerified
      ? { verifiedOn: columnOfDay(localDateIn(zone, command.at)), wrongAt: null, bouncedAt: null }
      : {};
    const data = { personId, ...(label === undefined ? {} : { label }), ...verified };
    const point = await tx.contactPoint.upsert({
      where: key,
      create: { debtorId, kind, address, ...data },
      update: data,
    });
    await closeDataTasks(tx, debtorId, command.actor, command.at);
    return { contactPointId: point.id, role: role ?? null, verified: isVerified };
  });
}
