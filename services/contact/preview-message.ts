import type { Db } from '../../clients/prisma';
import { compileCalendar, creditorDayOf } from '../../domain/calendar';
import { capabilityOf } from '../../domain/contact/capabilities';
import { decideContact, type ContactDecision } from '../../domain/contact/decide-contact';
import { DomainError } from '../../domain/errors';
import type { AttachmentKind } from '../../domain/plan';
import { formatMoney } from '../../domain/money';
import type { Plan, PlanStep } from '../../domain/plan';
import { formatOf, type MessageFormat } from '../../domain/message-format';
import { careStepOf } from '../../domain/portfolio/care';
import { type CustomerType, customerTypeOf } from '../../domain/portfolio/customer-type';
import { type SmsSegments, smsSegments } from '../../domain/sms';
import { dayOf, instantOf, minuteOf } from '../../domain/time';
import { sliceOf } from '../case-facts';
import { isoDateOfColumn } from '../columns';
import { debtorFactsOf } from '../debtor-facts';
import type { PlanSource } from '../open-case';
import type { Letter } from '../render/letter';
import { productPrices } from '../what-if/price-table';
import { contactFacts, isReviewed, siblingsOf, type GateContext } from './contact-facts';
import { readGateRows } from './gate-rows';
import { contentOf, type MessageRenderer } from './message-content';

/** What a step would say if it were taken now, or whoever calls would, to whom, and whether it may. Holds personal data. */
export interface MessagePreview {
  readonly caseId: string;
  readonly step: string;
  readonly template: string;
  readonly tone: string | null;
  readonly language: string;
  readonly channel: string;
  readonly format: MessageFormat;
  /** `role` is the addressee in the contact matrix; `address` null: there is none that may be used. */
  readonly recipient: { readonly role: string; readonly name: string | null; readonly address: string | null };
  /** Numbers of the invoices that the message speaks of: the debtor's others that are due are covered with it. */
  readonly covers: readonly string[];
  /** The creditor as the addressee knows it. */
  readonly sender: string;
  readonly subject: string | null;
  readonly text: string;
  /** The body of an e-mail; null on other channels. */
  readonly html: string | null;
  readonly letter: Letter | null;
  /** Kinds of documents that go with it. */
  readonly attach: readonly AttachmentKind[];
  /** The approved template that goes out by WhatsApp. */
  readonly contentSid: string | null;
  readonly sms: PreviewedSms | null;
  readonly decision: ContactDecision;
  /** Whether a person reads it before it goes out; then also what has been proposed of this step. */
  readonly reviewed: boolean;
  readonly proposal: { readonly id: string; readonly state: string } | null;
}

/** How an SMS travels. `canBeAnswered`: whether an answer from a number of that country comes back to us (capabilities). */
export interface PreviewedSms extends SmsSegments {
  readonly cost: SmsCost;
  readonly canBeAnswered: boolean;
}

/** What the segments cost by the price table: a hint, `source` says whose figures it has. */
export interface SmsCost {
  readonly amount: string;
  readonly currency: string;
  readonly source: string;
}

export interface PreviewDeps {
  readonly db: Db;
  readonly plans: PlanSource;
  readonly renderer: MessageRenderer;
}

/**
 * Writes the message of a step as it would go out `at` this instant, with today's balances, and decides on it with the gate
 * of every sending; nothing is stored or sent.
 * @throws DomainError `stepNotFound` when the case's plan has no such step, `noMessage` when the step writes nothing
 */
export async function previewMessage(
  { db, plans, renderer }: PreviewDeps,
  asked: { readonly caseId: string; readonly step: string; readonly at: Date },
): Promise<MessagePreview> {
  const context = await contextOf(db, plans, asked);
  const { rows, own, plan, step, calendar, asOf } = context;
  if (step.template === null) {
    throw new DomainError('noMessage', `Step ${step.id} of ${plan.policy} writes no message; expected one that does`);
  }
  const facts = contactFacts(context, null);
  const decision = decideContact(facts, plan, calendar);
  const option = facts.options.find(({ usable }) => usable === 'yes') ?? facts.options[0];
  if (option === undefined) throw new DomainError('noMessage', `Step ${step.id} of ${plan.policy} has no channel`);
  const format = formatOf(option.channel) ?? 'email';
  const covered =
    step.formal || format === 'script'
      ? []
      : siblingsOf(context, option.channel, (id) => (id === own.policyVersionId ? plan : undefined));
  const today = creditorDayOf(calendar, asOf);
  const lead = {
    template: step.template,
    leadStep: step.id,
    leadDay: Math.max(step.day, today - dayOf(isoDateOfColumn(own.dueDate))),
  };
  const invoiceIds = [own.invoiceId, ...covered.map(({ invoiceId }) => invoiceId)];
  const message = contentOf(context, option, lead, invoiceIds);
  const content =
    format === 'script' ? { ...message, customerType: await customerTypeIn(db, own.id, asked.at) } : message;
  const { render } = await renderer.textsOf(plan.hash);
  const { subject, text, html, letter, attach, template: approved } = render(content);
  return {
    caseId: own.id,
    step: step.id,
    template: step.template,
    tone: step.tone ?? null,
    language: own.language,
    channel: option.channel,
    format,
    recipient: {
      role: step.addressee,
      name: content.personName,
      address: option.usable === 'yes' && content.to !== '' ? content.to : null,
    },
    covers: rows.cases.filter(({ invoiceId }) => invoiceIds.includes(invoiceId)).map(({ number }) => number),
    sender: rows.creditor.name,
    subject,
    text,
    html,
    letter,
    attach,
    contentSid: approved?.contentSid ?? null,
    sms: option.channel === 'sms' ? smsOf(text, content.to) : null,
    decision,
    reviewed: isReviewed(context),
    proposal: rows.proposal === null ? null : { id: rows.proposal.id, state: rows.proposal.state },
  };
}

function smsOf(text: string, to: string): PreviewedSms {
  const segments = smsSegments(text);
  return { ...segments, cost: smsCost(segments.segments), canBeAnswered: capabilityOf(to)?.sms === 'twoWay' };
}

async function customerTypeIn(db: Db, caseId: string, at: Date): Promise<CustomerType | null> {
  const known = (await debtorFactsOf(db, [caseId], at)).get(caseId);
  return known === undefined ? null : customerTypeOf(known);
}

async function contextOf(
  db: Db,
  plans: PlanSource,
  asked: { readonly caseId: string; readonly step: string; readonly at: Date },
): Promise<GateContext> {
  const { caseId, step: stepId, at } = asked;
  const asOf = minuteOf(at.toISOString());
  const question = { caseId, step: stepId, occurrence: 1, asOf: new Date(instantOf(asOf)) };
  const rows = await db.$transaction((tx) => readGateRows(tx, question));
  const own = rows.cases.find(({ id }) => id === caseId);
  if (own === undefined) throw new DomainError('caseNotFound', `Case ${caseId} does not exist`);
  const plan = await plans.planOfVersion(own.policyVersionId);
  const step = plan.steps.find(({ id }) => id === stepId) ?? careStepIn(plan, stepId);
  if (step === null) {
    const known = plan.steps.filter(({ template }) => template !== null).map(({ id }) => id);
    const expected = [...new Set(known)].join(', ');
    throw new DomainError(
      'stepNotFound',
      `Step ${stepId} is not in ${plan.policy} ${plan.version}; expected ${expected}`,
    );
  }
  return { rows, own, plan, step, calendar: compileCalendar(sliceOf(rows, asOf, null)), asOf };
}

function careStepIn(plan: Plan, id: string): PlanStep | null {
  const care = plan.care?.find((task) => task.id === id);
  return care === undefined ? null : careStepOf(care);
}

function smsCost(segments: number): SmsCost {
  const { messages, currency, source } = productPrices();
  return { amount: formatMoney({ amountMinor: (messages.sms ?? 0) * segments, currency }), currency, source };
}
