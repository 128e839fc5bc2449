import type { Db } from '../clients/prisma';
import { compileCalendar } from '../domain/calendar';
import type { PlannedCase } from '../domain/case-view';
import { wakeAt } from '../domain/decisions';
import { withApprovalGranted } from '../domain/policy/next-step';
import { type TimelineRow, type TimelineWorld, timelineOf } from '../domain/policy/timeline';
import type { SimInvoice, SimPeople } from '../domain/simulation/book';
import { minuteOf, type EpochMinute } from '../domain/time';
import { caseWithParties, sliceOf } from './case-facts';
import type { CaseReader } from './policy-migration';

/** What happens to a living case from now on when nobody pays and no message arrives. */
export interface CasePreview {
  readonly policy: string;
  readonly version: number;
  readonly hash: string;
  readonly zone: string;
  readonly rows: readonly TimelineRow[];
}

// Limits of contact look back so far.
const LOOK_BACK_DAYS = 30;

/** The preview of a case; null when no workflow runs for it. Nothing is changed. */
export async function previewCase(
  { db, reader }: { readonly db: Db; readonly reader: CaseReader },
  question: { readonly caseId: string; readonly people: SimPeople; readonly at: Date },
): Promise<CasePreview | null> {
  const { caseId, people, at } = question;
  const row = await caseWithParties(db, caseId);
  const read = await reader.read(row.invoiceId);
  if (read === null) return null;
  const { plan, state, slice } = people === 'noAnswer' ? withApprovalGranted(read) : read;
  const calendarAt: TimelineWorld['calendarAt'] = (asOf, through) => compileCalendar(sliceOf(row, asOf, through));
  const rows = timelineOf(
    { people, calendarAt },
    {
      plan,
      state: wakeAt(state, minuteOf(at.toISOString())),
      calendar: compileCalendar(slice),
      invoice: invoiceOf(read, row.invoice.number, row.debtor.number),
      recent: await recentContacts(db, row.debtorId, at),
    },
  );
  const { policy, version, hash } = plan;
  return { policy, version, hash, zone: row.creditor.zone, rows };
}

/** The instants of automatic contacts that went out or may have, ascending: they count for the limits. */
async function recentContacts(db: Db, debtorId: string, at: Date): Promise<EpochMinute[]> {
  const since = new Date(at.getTime() - LOOK_BACK_DAYS * 86_400_000);
  const contacts = await db.contact.findMany({
    where: { debtorId, automatic: true, state: { notIn: ['failed', 'bounced', 'cancelled'] }, at: { gt: since } },
    orderBy: { at: 'asc' },
    select: { at: true },
  });
  return contacts.map((contact) => minuteOf(contact.at.toISOString()));
}

const invoiceOf = ({ state }: PlannedCase, number: string, debtorNumber: string): SimInvoice => ({
  id: state.invoiceId,
  number,
  debtorNumber,
  currency: state.currency,
  amountMinor: state.openBalanceMinor,
  invoiceDay: state.invoiceDay,
  dueDay: state.dueDay,
  facts: state.facts,
  events: [],
});
