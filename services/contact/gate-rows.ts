import { z } from 'zod';
import type { Tx } from '../../clients/prisma';
import { channels } from '../../domain/channels';
import { DomainError } from '../../domain/errors';
import { ledgerEntryTypes } from '../../domain/ledger';

// Everything that the gate and the message need, as one JSON value: one round trip instead of some fifteen.

const day = z.iso.date().transform((text) => new Date(text));
// PostgreSQL writes instants in JSON with an offset.
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const minor = z.number().int().safe();

const attemptRow = z.object({
  contactId: z.string(),
  attempt: z.number().int(),
  leads: z.boolean(),
  definitelyFailed: z.boolean(),
  state: z.string(),
  channel: z.string(),
  pointId: z.string().nullable(),
  template: z.string(),
  leadStep: z.string(),
  leadDay: z.number().int(),
  /** Invoices whose steps it covers, its own among them; null once all have failed. */
  covers: z.array(z.string()).nullable(),
});

const caseRow = z.object({
  id: z.string(),
  invoiceId: z.string(),
  policyVersionId: z.string(),
  language: z.string(),
  endedAt: instant.nullable(),
  nextStep: z.string().nullable(),
  nextOccurrence: z.number().int().nullable(),
  nextEffect: z.string().nullable(),
  nextSeverity: z.number().int().nullable(),
  nextAt: instant.nullable(),
  number: z.string(),
  currency: z.string(),
  amountMinor: minor,
  openMinor: minor,
  invoiceDate: day,
  dueDate: day,
  deliveredAt: day.nullable(),
  dispatchedAt: day.nullable(),
  contract: z
    .object({
      governingLaw: z.string().nullable(),
      forum: z.string().nullable(),
      interestRate: z.string().nullable(),
      clause: z.string().nullable(),
      interestStartDay: z.number().int().nullable(),
      lawConnected: z.boolean().nullable(),
      creditorIsSmall: z.boolean().nullable(),
      debtorIsLarge: z.boolean().nullable(),
    })
    .nullable(),
  /** What was booked on it, in order: interest is counted on the principal that was open. */
  entries: z.array(
    z.object({
      id: z.string(),
      type: z.enum(ledgerEntryTypes),
      amountMinor: minor,
      valueDate: z.string(),
      reversesId: z.string().nullable(),
    }),
  ),
  promise: z
    .object({
      id: z.string(),
      madeOn: day,
      promisedFor: day,
      holdUntil: day,
      amountMinor: minor.nullable(),
      balanceMinorWhenMade: minor,
    })
    .nullable(),
  /** How many attempts the announced step has had, and whether one of them lives. */
  attempts: z.number().int(),
  isTaken: z.boolean(),
  /** Whether a proposal of its own covers that step. */
  isProposed: z.boolean(),
});

const proposalRow = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'released', 'rejected']),
  /** Whether it is the proposal of this step; the others are covered with it. */
  leads: z.boolean(),
  /** Whether it waits, or is released and not yet reserved. */
  living: z.boolean(),
  edited: z.boolean(),
  basis: z.object({
    channel: z.enum(channels),
    pointId: z.string().nullable(),
    template: z.string(),
    invoices: z.array(z.tuple([z.string(), minor])),
  }),
  legalDates: z.array(z.string()),
  subject: z.string().nullable(),
  text: z.string(),
  steps: z.array(z.object({ caseId: z.string(), step: z.string(), occurrence: z.number().int(), leads: z.boolean() })),
});

const gateRows = z.object({
  creditor: z.object({
    id: z.string(),
    name: z.string(),
    legalName: z.string(),
    zone: z.string(),
    senderEmail: z.string().nullable(),
    senderPhone: z.string().nullable(),
  }),
  debtor: z.object({
    id: z.string(),
    number: z.string(),
    name: z.string(),
    kind: z.string().nullable(),
    motive: z.string().nullable(),
    zone: z.string(),
    country: z.string(),
    sample: z.boolean(),
    ownerId: z.string().nullable(),
    noContactUntil: day.nullable(),
    contactHours: z.string().nullable(),
    replyPausedUntil: instant.nullable(),
    reviewMessages: z.boolean(),
    creditMinor: minor,
    isRelationshipSized: z.boolean(),
  }),
  isBeingCancelled: z.boolean(),
  /** Whether a person skips this very step: committed, and not yet folded by the case. */
  isBeingSkipped: z.boolean(),
  /** The newest proposal that covers this step and is not withdrawn. */
  proposal: proposalRow.nullable(),
  /** The case itself, the debtor's other cases that announce a reminder soon, and those that a living attempt covers. */
  cases: z.array(caseRow),
  /** Attempts of this very step, oldest first. */
  attempts: z.array(attemptRow),
  points: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      address: z.string(),
      bouncedAt: instant.nullable(),
      optedOut: z.array(z.string()),
      consents: z.array(z.string()),
      personId: z.string().nullable(),
      role: z.string().nullable(),
      personName: z.string().nullable(),
      /** Until then nothing is sent to the person behind the address. */
      noContactUntil: day.nullable(),
    }),
  ),
  /** Automatic contacts of 30 days that went out or may have: the debtor's, and those to its addresses. Ascending. */
  recent: z.array(
    z.object({
      id: z.string(),
      at: instant,
      isOurs: z.boolean(),
      address: z.string().nullable(),
      textHash: z.string().nullable(),
    }),
  ),
  /** E-mails of this invoice that somebody has to open, and whether somebody did. */
  receipts: z.array(
    z.object({ step: z.string(), occurrence: z.number().int(), at: instant, readAt: instant.nullable() }),
  ),
  holds: z.array(
    z.object({
      id: z.string(),
      invoiceId: z.string().nullable(),
      kind: z.string(),
      fromDate: day,
      untilDate: day.nullable(),
      partMinor: minor.nullable(),
    }),
  ),
});

/** What the gate reads of a case, its debtor and its creditor under the debtor's lock. Holds personal data. */
export type GateRows = z.output<typeof gateRows>;
export type GateCase = GateRows['cases'][number];
export type StepAttempt = GateRows['attempts'][number];

/** Which step of which case asks. */
export interface GateQuestion {
  readonly caseId: string;
  readonly step: string;
  readonly occurrence: number;
  readonly asOf: Date;
}

// A constant with parameters: $1 case, $2 step, $3 occurrence, $4 the instant of the question.
const gateSql = `
  with own as (select * from collection_case where id = $1::uuid),
  attempt as (
    select s.contact_id, s.attempt, s.leads, s.definitely_failed, k.state, k.channel, k.contact_point_id,
      k.template, k.lead_step, k.lead_day
    from own join contact_step s on s.invoice_id = own.invoice_id join contact k on k.id = s.contact_id
    where s.step_id = $2 and s.occurrence = $3::int
  ),
  proposed as (
    select p.*, s.leads, s.living from own join proposal_step s on s.invoice_id = own.invoice_id join proposal p on p.id = s.proposal_id
    where s.step_id = $2 and s.occurrence = $3::int and p.state <> 'withdrawn' order by p.id desc limit 1
  ),
  asked as (
    select c.* from collection_case c join own on c.debtor_id = own.debtor_id
    where c.id = own.id or (c.status = 'open' and c.next_effect = 'sendReminder'
      -- The debtor's local day ends at most 25 hours later.
      and c.next_at < $4::timestamptz + interval '26 hours')
      or c.id in (select s.case_id from attempt a join contact_step s on s.contact_id = a.contact_id where not a.definitely_failed)
      or c.id in (select s.case_id from proposed p join proposal_step s on s.proposal_id = p.id)
  ),
  point as (select p.* from contact_point p join own on p.debtor_id = own.debtor_id),
  counted as (
    select k.id, k.at, k.contact_point_id, k.text_hash, true as ours from contact k join own on k.debtor_id = own.debtor_id
    where k.automatic and k.state not in ('failed', 'bounced', 'cancelled') and k.at > $4::timestamptz - interval '30 days'
    union all
    select k.id, k.at, k.contact_point_id, k.text_hash, false from point
      join contact_point same on same.address = point.address and same.debtor_id <> point.debtor_id
      join debtor other on other.id = same.debtor_id and other.creditor_id = (select creditor_id from own)
      join contact k on k.contact_point_id = same.id
    where k.automatic and k.state not in ('failed', 'bounced', 'cancelled') and k.at > $4::timestamptz - interval '30 days'
  )
  select json_build_object(
    'creditor', json_build_object('id', cr.id, 'name', cr.name, 'legalName', cr.legal_name, 'zone', cr.zone,
      'senderEmail', cr.sender_email, 'senderPhone', cr.sender_phone),
    'debtor', json_build_object('id', d.id, 'number', d.number, 'name', d.name, 'kind', d.kind, 'motive', d.motive, 'zone', d.zone, 'country', d.country,
      'sample', d.sample, 'ownerId', d.owner_id, 'noContactUntil', d.no_contact_until, 'contactHours', d.contact_hours, 'replyPausedUntil', d.reply_paused_until,
      'reviewMessages', d.review_messages,
      'creditMinor', (select coalesce(-sum(l.open_effect_minor), 0) from ledger_entry l
        where l.debtor_id = d.id and l.currency = own.currency and l.invoice_id is null),
      'isRelationshipSized', cr.relationship_share_percent is not null and coalesce((
        select sum(l.open_effect_minor) * 100 >= b.open_minor::numeric * cr.relationship_share_percent
        from book_size b join ledger_entry l on l.debtor_id = d.id and l.currency = b.currency and l.invoice_id is not null
        where b.creditor_id = cr.id and b.currency = own.currency and b.open_minor > 0 group by b.open_minor), false)),
    'isBeingCancelled', exists (select from signal_outbox o where o.case_id = own.id and o.kind = 'cancelCase'
      and (o.applied_at is null or o.delivered_at is null) and o.final_at is null),
    'isBeingSkipped', exists (select from signal_outbox o where o.case_id = own.id and o.kind = 'skipStep'
      and o.payload->>'stepId' = $2 and o.payload->>'occurrence' = ($3::int)::text
      and (o.applied_at is null or o.delivered_at is null) and o.final_at is null),
    'proposal', (select json_build_object('id', p.id, 'state', p.state, 'leads', p.leads, 'living', p.living, 'edited', p.edited_by is not null,
        'basis', p.basis, 'legalDates', p.legal_dates, 'subject', p.subject, 'text', p.text,
        'steps', (select json_agg(json_build_object('caseId', s.case_id, 'step', s.step_id, 'occurrence', s.occurrence,
          'leads', s.leads)) from proposal_step s where s.proposal_id = p.id))
      from proposed p),
    'cases', (select json_agg(json_build_object('id', c.id, 'invoiceId', c.invoice_id, 'policyVersionId', c.policy_version_id,
        'language', c.language, 'endedAt', c.ended_at, 'nextStep', c.next_step, 'nextOccurrence', c.next_occurrence,
        'nextEffect', c.next_effect, 'nextSeverity', c.next_severity, 'nextAt', c.next_at, 'number', i.number,
        'currency', i.currency, 'amountMinor', i.amount_minor, 'invoiceDate', i.invoice_date, 'dueDate', i.effective_due_date,
        'deliveredAt', i.delivered_at, 'dispatchedAt', i.invoice_dispatched_at,
        'contract', (select json_build_object('governingLaw', k.governing_law, 'forum', k.forum, 'interestRate', k.interest_rate,
            'clause', k.clause, 'interestStartDay', k.interest_start_day, 'lawConnected', k.law_connected,
            'creditorIsSmall', k.creditor_is_small, 'debtorIsLarge', k.debtor_is_large) from contract k where k.id = i.contract_id),
        'entries', (select coalesce(json_agg(json_build_object('id', l.id, 'type', l.type, 'amountMinor', l.amount_minor,
            'valueDate', l.value_date, 'reversesId', l.reverses_id) order by l.id), '[]')
          from ledger_entry l where l.invoice_id = i.id),
        'openMinor', (select coalesce(sum(l.open_effect_minor), 0) from ledger_entry l where l.invoice_id = i.id),
        'promise', (select json_build_object('id', p.id, 'madeOn', p.made_on, 'promisedFor', p.promised_for,
            'holdUntil', p.hold_until, 'amountMinor', p.amount_minor, 'balanceMinorWhenMade', p.balance_minor_when_made)
          from promise_to_pay p where p.case_id = c.id and p.status = 'open' order by p.id desc limit 1),
        'attempts', (select count(*) from contact_step s where s.invoice_id = c.invoice_id and s.step_id = c.next_step
          and s.occurrence = c.next_occurrence),
        'isTaken', exists (select from contact_step s where s.invoice_id = c.invoice_id and s.step_id = c.next_step
          and s.occurrence = c.next_occurrence and not s.definitely_failed),
        'isProposed', exists (select from proposal_step s where s.invoice_id = c.invoice_id and s.step_id = c.next_step
          and s.occurrence = c.next_occurrence and s.living)))
      from asked c join invoice i on i.id = c.invoice_id),
    'attempts', coalesce((select json_agg(json_build_object('contactId', a.contact_id, 'attempt', a.attempt, 'leads', a.leads,
        'definitelyFailed', a.definitely_failed, 'state', a.state, 'channel', a.channel, 'pointId', a.contact_point_id,
        'template', a.template, 'leadStep', a.lead_step, 'leadDay', a.lead_day,
        'covers', (select json_agg(s.invoice_id) from contact_step s where s.contact_id = a.contact_id and not s.definitely_failed))
      order by a.attempt) from attempt a), '[]'),
    'points', coalesce((select json_agg(json_build_object('id', p.id, 'kind', p.kind, 'address', p.address,
        'bouncedAt', p.bounced_at, 'optedOut', p.opted_out, 'consents', p.consents, 'personId', p.person_id,
        'role', person.role, 'personName', person.name, 'noContactUntil', person.no_contact_until))
      from point p left join debtor_person person on person.id = p.person_id), '[]'),
    'recent', coalesce((select json_agg(json_build_object('id', k.id, 'at', k.at, 'isOurs', k.ours, 'address', p.address,
        'textHash', k.text_hash) order by k.at)
      from counted k left join contact_point p on p.id = k.contact_point_id), '[]'),
    'receipts', coalesce((select json_agg(json_build_object('step', s.step_id, 'occurrence', s.occurrence, 'at', k.at, 'readAt', k.read_at))
      from contact_step s join contact k on k.id = s.contact_id
      where s.invoice_id = own.invoice_id and k.awaits_read and not s.definitely_failed), '[]'),
    'holds', coalesce((select json_agg(json_build_object('id', h.id, 'invoiceId', h.invoice_id, 'kind', h.kind,
        'fromDate', h.from_date, 'untilDate', h.until_date, 'partMinor', h.part_minor) order by h.id)
      from (
        select * from hold where invoice_id in (select invoice_id from asked)
        union all select * from hold where scope = 'debtor' and debtor_id = own.debtor_id
        union all select * from hold where scope = 'book' and creditor_id = own.creditor_id
      ) h), '[]')
  ) as rows
  from own join debtor d on d.id = own.debtor_id join creditor cr on cr.id = own.creditor_id`;

/**
 * Reads everything that decides on a message, and what it says, in one statement. Call it under the debtor's lock.
 *
 * @throws DomainError when there is no such case; ZodError naming what a row lacks.
 */
export async function readGateRows(tx: Tx, { caseId, step, occurrence, asOf }: GateQuestion): Promise<GateRows> {
  const [found] = await tx.$queryRawUnsafe<{ rows: unknown }[]>(gateSql, caseId, step, occurrence, asOf);
  if (found === undefined) throw new DomainError('caseNotFound', `Case ${caseId} does not exist`);
  return gateRows.parse(found.rows);
}
