import type { Tx } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import type { ChannelOption, ContactFacts } from '../../domain/contact/decide-contact';
import { instantOf } from '../../domain/time';
import { evidenceJson, type EvidenceEntry } from '../evidence';
import { newId } from '../ids';
import { writeQuotes } from '../interest/write-quotes';
import { letterPdf } from '../letters/letter-pdf';
import { decisionEvidence } from '../publish-row';
import { prepareAttachments, writeAttachments, type PreparedDocuments } from './attachments';
import { stillCovered, type CoveredCase, type GateContext } from './contact-facts';
import type { LeadingText, RenderedText } from './message-content';
import { sha256 } from '../sha256';

/** A text with the document that keeps it: written once, found by the hash of its content. */
export interface WrittenMessage {
  readonly message: RenderedText;
  /** SHA-256 of the text as a carrier sees it. */
  readonly textHash: string;
}

/** What is kept of a message: a letter as the document that is posted, everything else as its text. */
async function documentOf({ subject, text, html, letter }: RenderedText, formal: boolean) {
  const content =
    letter === null ? Buffer.from(`${subject ?? ''}\n\n${html ?? text}`, 'utf8') : await letterPdf(letter);
  const textType = html === null ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8';
  return {
    id: newId(),
    kind: formal ? 'letter' : 'message',
    mediaType: letter === null ? textType : 'application/pdf',
    hash: sha256(content),
    content,
  };
}

/** Everything that a new reservation writes. */
export interface NewReservation {
  readonly call: StepCall;
  readonly context: GateContext;
  readonly facts: ContactFacts;
  readonly option: ChannelOption;
  readonly lead: LeadingText;
  readonly covered: readonly CoveredCase[];
  readonly written: WrittenMessage;
}

/** The rows of `contact_step`: the caller's own, which leads, and one for each covered sibling. */
function stepRows({ call, context, covered }: NewReservation, at: string) {
  const { caseId, invoiceId, step, occurrence, day } = call;
  const attempt = context.rows.attempts.length + 1;
  const own = { id: newId(), caseId, invoiceId, step, occurrence, attempt, leads: true, day, at };
  return [
    own,
    ...covered.map((row) => ({
      id: newId(),
      caseId: row.caseId,
      invoiceId: row.invoiceId,
      step: row.nextStep,
      occurrence: row.nextOccurrence,
      attempt: row.attempts + 1,
      leads: false,
      day: null,
      at: instantOf(row.nextAt),
    })),
  ];
}

/** Whether a case waits to hear that the message was opened: its own, or one that it covers (S192). */
const awaitsRead = ({ context: { plan, step }, covered, option }: NewReservation): boolean =>
  option.channel === 'email' &&
  [step.id, ...covered.map(({ nextStep }) => nextStep)].some(
    (id) => plan.steps.find((row) => row.id === id)?.readWithin !== undefined,
  );

/** What evidence says of the documents that go along; nothing where there are none. */
const attachedEvidence = ({ documents, leftOut }: PreparedDocuments) =>
  documents.length + leftOut === 0 ? {} : { attached: documents.map(({ hash }) => hash), leftOut };

/** Writes contact, steps, document and evidence in one statement. @returns the id of the contact */
export async function writeReservation(tx: Tx, reservation: NewReservation): Promise<string> {
  const { call, context, facts, option, lead, covered, written } = reservation;
  const { rows, own, plan, step } = context;
  const { channel, pointId, personId } = option;
  const [contactId, at] = [newId(), instantOf(facts.asOf)];
  const document = await documentOf(written.message, step.formal);
  const invoiceIds = [call.invoiceId, ...covered.map((row) => row.invoiceId)];
  const attached = await prepareAttachments(tx, { context, message: written.message, invoiceIds });
  const reserved: EvidenceEntry = {
    chain: { kind: 'case', id: call.caseId },
    kind: 'contactReserved',
    at: new Date(at),
    content: {
      contactId,
      step: call.step,
      occurrence: call.occurrence,
      channel,
      covers: covered.map((row) => row.invoiceId),
      contentHash: document.hash,
      ...attachedEvidence(attached),
      facts,
    },
  };
  await tx.$executeRaw`
    with written as (
      insert into document (id, debtor_id, case_id, kind, media_type, content_hash, content, updated_at)
      values (${document.id}::uuid, ${call.debtorId}::uuid, ${call.caseId}::uuid, ${document.kind}, ${document.mediaType},
        ${document.hash}, ${document.content}, now())
    ), reserved as (
      insert into contact (id, debtor_id, person_id, contact_point_id, channel, state, formal, language, lead_step, lead_day,
        template, policy_hash, document_id, text_hash, facts, at, reserved_at, awaits_read, sample, updated_at)
      values (${contactId}::uuid, ${call.debtorId}::uuid, ${personId}::uuid, ${pointId}::uuid, ${channel}, 'reserved', ${step.formal},
        ${own.language}, ${lead.leadStep}, ${lead.leadDay}::int, ${lead.template}, ${plan.hash}, ${document.id}::uuid,
        ${written.textHash}, ${JSON.stringify(facts)}::jsonb, ${at}::timestamptz, ${at}::timestamptz,
        ${awaitsRead(reservation)}, ${rows.debtor.sample}, now())
    ), steps as (
      insert into contact_step (id, contact_id, case_id, invoice_id, step_id, occurrence, attempt, leads, day, at, updated_at)
      select s.id, ${contactId}::uuid, s."caseId", s."invoiceId", s.step, s.occurrence, s.attempt, s.leads, s.day, s.at, now()
      from jsonb_to_recordset(${JSON.stringify(stepRows(reservation, at))}::jsonb) as s(id uuid, "caseId" uuid, "invoiceId" uuid,
        step text, occurrence int, attempt int, leads boolean, day int, at timestamptz)
    )
    select append_evidence(${evidenceJson([...decisionEvidence(call), reserved])}::jsonb)`;
  await writeAttachments(tx, contactId, rows, attached);
  await writeQuotes(tx, { contactId, creditorId: rows.creditor.id }, written.message.stated ?? []);
  return contactId;
}

/** Gives a reservation that is tried again the text of now: what is open and when may have changed since. */
export async function rewriteReservation(
  tx: Tx,
  call: StepCall,
  contactId: string,
  context: GateContext,
  { message, textHash }: WrittenMessage,
): Promise<void> {
  const document = await documentOf(message, context.step.formal);
  const covers = context.rows.attempts.find((attempt) => attempt.contactId === contactId)?.covers ?? [];
  const invoiceIds = [...new Set([call.invoiceId, ...stillCovered(context, covers)])];
  const attached = await prepareAttachments(tx, { context, message, invoiceIds });
  await tx.$executeRaw`
    with written as (
      insert into document (id, debtor_id, case_id, kind, media_type, content_hash, content, updated_at)
      values (${document.id}::uuid, ${call.debtorId}::uuid, ${call.caseId}::uuid, ${document.kind}, ${document.mediaType},
        ${document.hash}, ${document.content}, now())
    )
    update contact set document_id = ${document.id}::uuid, text_hash = ${textHash}, at = ${instantOf(context.asOf)}::timestamptz,
      updated_at = now()
    where id = ${contactId}::uuid`;
  await writeAttachments(tx, contactId, context.rows, attached);
  await writeQuotes(tx, { contactId, creditorId: context.rows.creditor.id }, message.stated ?? []);
}
