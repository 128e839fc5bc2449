import type { Db } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { refused, type Refused } from '../problems';
import { keepText, type Accepted } from './command';

/** To what the holder of an address can consent: calls by a synthetic voice, and that calls are recorded. */
export const consentKinds = ['voice', 'recording'] as const;

/** What the holder of an address has consented to, or taken back. */
export interface RecordConsent {
  readonly debtorId: string;
  readonly address: string;
  readonly consent: (typeof consentKinds)[number];
  readonly given: boolean;
  /** How and when it was said, in words. */
  readonly how: string;
  readonly actor: string;
  readonly at: Date;
}

/** Records an express consent for one number, or that it was taken back, with how it was said (decisions 4.9). Idempotent. */
export async function recordConsent(db: Db, command: RecordConsent): Promise<Accepted | Refused> {
  const { debtorId, address, consent, given, how, actor, at } = command;
  return db.$transaction(async (tx) => {
    await lockDebtors(tx, [debtorId]);
    const point = await tx.contactPoint.findFirst({ where: { debtorId, kind: 'phone', address } });
    if (point === null) return refused('unknownAddress', `Debtor ${debtorId} has no such number`);
    const others = point.consents.filter((kind) => kind !== consent);
    await tx.contactPoint.update({
      where: { id: point.id },
      data: { consents: given ? [...others, consent] : others },
    });
    const { contentHash: howHash } = await keepText(tx, { debtorId, caseId: null }, how);
    const content = { contactPointId: point.id, consent, given, howHash, actor };
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'consentRecorded', at, content }]);
    return { ok: true, messageIds: [] };
  });
}
