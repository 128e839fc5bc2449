import type { Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { parked, type Application } from './application';
import type { CallRecording } from './events';

/** Keeps where the recording of a call lies as evidence of its case (S194); who was called heard of it first (S207). */
export async function recordRecording(tx: Tx, recording: CallRecording, at: Date): Promise<Application> {
  const { contactId, reference, seconds } = recording;
  const step =
    contactId === null
      ? null
      : await tx.contactStep.findFirst({ where: { contactId, leads: true }, include: { contact: true } });
  if (step === null) return parked('unknownContact');
  await lockDebtors(tx, [step.contact.debtorId]);
  const content = { contactId, reference, seconds, noticeGiven: true };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: step.caseId }, kind: 'callRecorded', at, content }]);
  return { kind: 'applied', messageIds: [] };
}
