import type { Tx } from '../../clients/prisma';
import { debtorChangedMessages, debtorFactsOf } from '../debtor-facts';
import type { EvidenceEntry } from '../evidence';
import type { NewMessage } from '../signal-outbox';
import type { StoredDebtor } from './batch-state';
import type { ImportRun } from './import-run';
import { type PlannedAddress, type PlannedDebtor, changedFields } from './plan-debtors';

/** Inserts debtors; one that another import inserted meanwhile stays as it is. */
export async function insertDebtors(tx: Tx, run: ImportRun, debtors: readonly StoredDebtor[]): Promise<void> {
  if (debtors.length === 0) return;
  const { creditorId, sample } = run;
  await tx.debtor.createMany({
    data: debtors.map((debtor) => ({ ...debtor, creditorId, sample })),
    skipDuplicates: true,
  });
}

/** Writes changed debtors in one statement. */
export async function updateDebtors(tx: Tx, changes: readonly PlannedDebtor[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = JSON.stringify(changes.map((change) => change.after));
  await tx.$executeRaw`
    update debtor d set name = r.name, kind = r.kind, country = r.country, zone = r.zone, language = r.language,
      grade = r.grade, motive = r.motive, relationship = r.relationship, updated_at = now()
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, name text, kind text, country text, zone text,
      language text, grade text, motive text, relationship text)
    where d.id = r.id`;
}

export async function insertAddresses(tx: Tx, addresses: readonly PlannedAddress[]): Promise<void> {
  if (addresses.length > 0) await tx.contactPoint.createMany({ data: [...addresses], skipDuplicates: true });
}

/** Facts that running cases ask for; a name or an address is none of them. */
const caseFacts = ['grade', 'motive', 'relationship', 'language'];

/** Tells the open cases of debtors whose classification changed. */
export async function debtorMessages(
  tx: Tx,
  changes: readonly PlannedDebtor[],
  at: Date,
): Promise<readonly NewMessage[]> {
  const debtorIds = changes
    .filter((change) => changedFields(change).some((field) => caseFacts.includes(field)))
    .map((change) => change.after.id);
  if (debtorIds.length === 0) return [];
  const cases = await tx.collectionCase.findMany({
    where: { debtorId: { in: debtorIds }, endedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return debtorChangedMessages(
    await debtorFactsOf(
      tx,
      cases.map(({ id }) => id),
      at,
    ),
  );
}

/** Evidence of new and changed debtors: codes with their values, personal data by the name of the field only. */
export function debtorEvidence(
  run: ImportRun,
  created: readonly StoredDebtor[],
  changes: readonly PlannedDebtor[],
  addresses: readonly PlannedAddress[],
): EvidenceEntry[] {
  const { importId, at, actor } = run;
  const entry = (id: string, kind: string, content: object): EvidenceEntry => ({
    chain: { kind: 'debtor', id },
    kind,
    at,
    content: { ...content, importId, actor },
  });
  const codes = ({ kind, country, zone, language, grade, motive, relationship }: StoredDebtor) => ({
    ...{ kind, country, zone, language, grade, motive, relationship },
  });
  return [
    ...created.map((debtor) => entry(debtor.id, 'debtorImported', codes(debtor))),
    ...changes.map((change) => {
      const { before, after } = change;
      return entry(after.id, 'debtorChanged', { fields: changedFields(change), from: codes(before), to: codes(after) });
    }),
    ...addresses.map(({ debtorId, kind }) => entry(debtorId, 'addressAdded', { addressKind: kind })),
  ];
}
