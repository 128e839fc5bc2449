import type { MessageOf } from '../../domain/messages';
import type { Tx } from '../../clients/prisma';
import { appendEvidence } from '../evidence';
import type { NewMessage } from '../signal-outbox';
import type { CaseCommand, LockedCase } from './command';

/** Tells other cases of the debtor about a hold that covers them too. */
export const holdChangedFor = (caseIds: readonly string[], hold: MessageOf<'holdChanged'>['hold']): NewMessage[] =>
  caseIds.map((caseId) => ({ caseId, kind: 'holdChanged', body: { hold } }));

/** Writes what happened to holds on the chains of the case and of its debtor. */
export async function holdEvidence(
  tx: Tx,
  kind: string,
  command: CaseCommand,
  found: LockedCase,
  holds: readonly object[],
): Promise<void> {
  const { caseId, actor, at } = command;
  await appendEvidence(
    tx,
    holds.flatMap((hold) => {
      const fact = { kind, at, content: { ...hold, actor } };
      return [
        { chain: { kind: 'case', id: caseId } as const, ...fact },
        { chain: { kind: 'debtor', id: found.debtorId } as const, ...fact },
      ];
    }),
  );
}
