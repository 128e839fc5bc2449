import type { Client } from '@temporalio/client';
import { createCaseMessenger } from '../../clients/case-messenger';
import { createCaseStarter, liveCaseInput } from '../../clients/case-starter';
import type { Db } from '../../clients/prisma';
import type { CarriedCase } from '../../domain/case-input';
import { parseMoney } from '../../domain/money';
import { addDays, instantOf, isoDateOf, minuteOf, MINUTES_PER_DAY, parseDay, type IsoDate } from '../../domain/time';
import { caseWorkflowId } from '../../domain/workflow-ids';
import { columnOfDay } from '../../services/columns';
import { enrolDue, markStarted, unstartedCases } from '../../services/enrolment';
import { newId } from '../../services/ids';
import { deliverMessages } from '../../services/message-delivery';
import type { PolicyStore } from '../../services/policy-store';
import type { VirtualTime } from '../../workers/simulation/virtual-time';

/** Where a story is told: real servers, real services, virtual time. */
export interface Stage {
  readonly db: Db;
  readonly client: Client;
  readonly time: VirtualTime;
  readonly policies: PolicyStore;
}

/** The invoice of a story: CNY of a debtor in Shanghai who can be reached by e-mail, phone and post, dated 30 days before it is due. */
export interface InvoiceSpec {
  readonly due: string;
  readonly amount: string;
  readonly currency?: string;
  readonly invoiceDate?: string;
  readonly grade?: string;
  readonly policy?: string;
  /** Days after the due date on which it is enrolled; by default the day after. */
  readonly enrolledOnDay?: number;
}

/** A case in virtual time, as the verbs of a story see it. */
export interface StoryCase {
  readonly stage: Stage;
  readonly creditorId: string;
  readonly debtorId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly caseId: string;
  readonly workflowId: string;
  /** The first workflow run of each run of the case. */
  readonly runIds: string[];
  /** Day `day` after the due date, as it was at first, on a clock in Shanghai. */
  instant(day: number, clock?: string): Date;
  /** The instant at which the story stands. */
  now(): Date;
  today(): IsoDate;
  /** The date of day `day` after the first due date. */
  dateOf(day: number): IsoDate;
  /** An instant as `day 3 09:00` on a clock in Shanghai. */
  label(at: Date): string;
  moveTo(at: Date): Promise<void>;
  /** Lets time pass for a case without a running workflow. */
  passesTo(day: number, clock?: string): void;
  /** The sweep passes again. */
  isEnrolledAgain(): Promise<void>;
  /** Starts the workflow of the run that waits to be started, at the story's instant; with what a run before carried over. */
  start(carried?: CarriedCase): Promise<void>;
  /** The instant of the story that a workflow's own clock shows as `workflowMs`. */
  atCase(workflowMs: number): number;
  /** Delivers committed messages as the API does, and waits until the case sleeps again. */
  deliver(messageIds: readonly string[]): Promise<'applied' | 'committed'>;
}

const SHANGHAI_MINUTES = 8 * 60;
// The whole story shares two cores with others: a case answers in milliseconds, but its worker may have to wait.
const APPLIED_WITHIN_MS = 60_000;

const two = (value: number): string => String(value).padStart(2, '0');
const clockOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

async function writeBook(db: Db, spec: InvoiceSpec) {
  const { due, amount, currency = 'CNY', policy } = spec;
  const parsed = parseMoney(amount, currency);
  if (!parsed.ok) throw new Error(`Amount ${amount}: expected ${parsed.expected}`);
  const [creditorId, debtorId, invoiceId] = [newId(), newId(), newId()];
  const dueDay = parseDay(due);
  const invoiceDay = spec.invoiceDate === undefined ? addDays(dueDay, -30) : parseDay(spec.invoiceDate);
  const at = { country: 'CN', zone: 'Asia/Shanghai', language: 'en' };
  const name = `Creditor ${creditorId}`;
  const policyName = policy === undefined ? {} : { policyName: policy };
  await db.creditor.create({ data: { id: creditorId, name, legalName: name, currency, ...at, ...policyName } });
  const grade = spec.grade ?? null;
  await db.debtor.create({ data: { id: debtorId, creditorId, number: 'D1', name: 'Debtor One', grade, ...at } });
  const points = { email: 'ap@one.example.com', phone: '+15005550006', post: '1 Example Street' };
  const rows = Object.entries(points).map(([kind, address]) => ({ debtorId, kind, address }));
  await db.contactPoint.createMany({ data: rows });
  const amountMinor = BigInt(parsed.money.amountMinor);
  const invoiceDate = columnOfDay(invoiceDay);
  const dates = { invoiceDate, dueDate: columnOfDay(dueDay), effectiveDueDate: columnOfDay(dueDay) };
  const invoice = { id: invoiceId, creditorId, debtorId, number: 'INV-1', currency, amountMinor, ...dates };
  await db.invoice.create({ data: invoice });
  const entry = { type: 'invoice', amountMinor, openEffectMinor: amountMinor, currency, valueDate: invoiceDate };
  await db.ledgerEntry.create({ data: { debtorId, invoiceId, ...entry, document: 'INV-1', actor: 'test' } });
  return { creditorId, debtorId, invoiceId, invoiceNumber: 'INV-1', currency, dueDay };
}

/** Writes an invoice with its debtor and enrols it as the sweep does; the workflow is not started yet. */
export async function enrolledCase(stage: Stage, spec: InvoiceSpec): Promise<StoryCase> {
  const { db, client, time, policies } = stage;
  const { dueDay, ...book } = await writeBook(db, spec);
  const instant = (day: number, clock = '00:00') =>
    new Date(((dueDay + day) * MINUTES_PER_DAY + minutesOf(clock) - SHANGHAI_MINUTES) * 60_000);
  const localMinute = (at: Date) => Math.floor(at.getTime() / 60_000) + SHANGHAI_MINUTES;
  const dateOf = (day: number) => isoDateOf(addDays(dueDay, day));
  const dayAt = (at: Date) => Math.floor(localMinute(at) / MINUTES_PER_DAY) - dueDay;
  let now = instant(spec.enrolledOnDay ?? 1);
  let offsetMs = 0;
  const sweep = async () => {
    await enrolDue({ db, policies, now }, { limit: 10_000 });
  };
  await sweep();
  const { id: caseId } = await db.collectionCase.findUniqueOrThrow({ where: { invoiceId: book.invoiceId } });
  const workflowId = caseWorkflowId(book.invoiceId);
  const runIds: string[] = [];

  return {
    stage,
    ...book,
    caseId,
    workflowId,
    runIds,
    instant,
    now: () => now,
    today: () => dateOf(dayAt(now)),
    dateOf,
    label: (at) => `day ${dayAt(at)} ${clockOf(localMinute(at) % MINUTES_PER_DAY)}`,
    async moveTo(at) {
      await time.advance(workflowId, at.getTime());
      now = at;
    },
    passesTo(day, clock = '08:00') {
      now = instant(day, clock);
    },
    isEnrolledAgain: sweep,
    async start(carried) {
      const waiting = await unstartedCases(db, 10_000);
      const start = waiting.find((row) => row.caseId === caseId);
      if (start === undefined) throw new Error(`Case ${caseId} does not wait to be started`);
      const clockOffsetMs = now.getTime() - Date.now();
      const openAt = instantOf(minuteOf(now.toISOString()));
      offsetMs = clockOffsetMs;
      time.begin(workflowId, clockOffsetMs);
      const input = { ...liveCaseInput(start), clockOffsetMs, openAt, carried: carried ?? null };
      const { workflowRunId } = await createCaseStarter(client).start(start, input);
      await markStarted(db, caseId, start.runNo, workflowRunId);
      runIds.push(workflowRunId);
    },
    atCase: (workflowMs) => workflowMs + offsetMs,
    async deliver(messageIds) {
      const messenger = createCaseMessenger(client);
      const delivered = await deliverMessages({ db, messenger }, messageIds, { waitMs: APPLIED_WITHIN_MS });
      await time.settle(workflowId);
      return delivered;
    },
  };
}
