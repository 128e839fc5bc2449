import { isDeepStrictEqual } from 'node:util';
import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db, Tx } from '../../clients/prisma';
import { parseClockRanges } from '../../domain/clock-ranges';
import type { MarketRisk } from '../../domain/portfolio/risk';
import type { IsoDate } from '../../domain/time';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';
import { type DebtorCommand, tellCases } from './debtor-command';

/** What is known of a debtor and chooses among the steps of its plans; null = unclassified, absent = as it is. */
export interface ChangeDebtorFacts extends DebtorCommand {
  /** Company, public body, sole trader, guarantor: mandatory before interest is claimed (decisions 7). */
  readonly kind?: string | null;
  readonly grade?: string | null;
  readonly motive?: string | null;
  readonly relationship?: string | null;
  readonly language?: string;
  /** The debtor's own routine such as `10:00-11:30,14:00-15:00` (S180). */
  readonly contactHours?: string | null;
  /** Days of the month on which the debtor pays, 31 for the last; none: nobody knows (S178). */
  readonly paymentRunDays?: readonly number[];
  /** Days on which it expects money of its own customers (S189). */
  readonly cashDates?: readonly IsoDate[];
  /** What the market says of it: low, elevated, high (S47). */
  readonly marketRisk?: MarketRisk | null;
}

const factColumns = {
  kind: true,
  grade: true,
  motive: true,
  relationship: true,
  language: true,
  contactHours: true,
  paymentRunDays: true,
  cashDates: true,
  marketRisk: true,
} as const;

type Facts = Prisma.DebtorGetPayload<{ select: typeof factColumns }>;

/** What the command leaves of what is known, and what it changes. */
const factsAfter = (known: Facts, command: ChangeDebtorFacts): Facts => ({
  kind: command.kind === undefined ? known.kind : command.kind,
  grade: command.grade === undefined ? known.grade : command.grade,
  motive: command.motive === undefined ? known.motive : command.motive,
  relationship: command.relationship === undefined ? known.relationship : command.relationship,
  language: command.language ?? known.language,
  contactHours: command.contactHours === undefined ? known.contactHours : command.contactHours,
  paymentRunDays: ascending(command.paymentRunDays ?? known.paymentRunDays),
  cashDates:
    command.cashDates === undefined ? known.cashDates : command.cashDates.map(columnOfDay).sort((x, y) => +x - +y),
  marketRisk: command.marketRisk === undefined ? known.marketRisk : command.marketRisk,
});

const ascending = (days: readonly number[]): number[] => [...new Set(days)].sort((a, b) => a - b);

/** Classifies a debtor anew and tells all of its open cases. What it is already is no change. */
export async function changeDebtorFacts(
  deps: { readonly db: Db },
  command: ChangeDebtorFacts,
): Promise<Accepted | Refused> {
  const { creditorId, debtorNumber: number } = command;
  return deps.db.$transaction(async (tx) => {
    const key = { creditorId_number: { creditorId, number } };
    const seen = await tx.debtor.findUnique({ where: key, select: { id: true } });
    if (seen === null) return refused('unknownDebtor', `There is no debtor ${number}`);
    await lockDebtors(tx, [seen.id]);
    const before = await tx.debtor.findUniqueOrThrow({ where: key, select: factColumns });
    const after = factsAfter(before, command);
    const saysImportant = after.relationship !== before.relationship && [after, before].some(isImportant);
    if (saysImportant) return refused('fourEyes', importantByTwo(number));
    if (after.contactHours !== null && parseClockRanges(after.contactHours) === null) {
      return refused('badContactHours', `Contact hours ${after.contactHours}: expected 10:00-11:30,14:00-15:00`);
    }
    if (isDeepStrictEqual(before, after)) return { ok: true, messageIds: [] };
    return write(tx, command, seen.id, before, after);
  });
}

const isImportant = ({ relationship }: Facts): boolean => relationship === 'important';

const importantByTwo = (number: string): string =>
  `Whether debtor ${number} is important is for two people to say (U9); expected the flag, proposed by one and approved by another`;

async function write(
  tx: Tx,
  command: ChangeDebtorFacts,
  debtorId: string,
  before: Facts,
  after: Facts,
): Promise<Accepted> {
  const { actor, at } = command;
  await tx.debtor.update({ where: { id: debtorId }, data: after });
  const { contentHash } = await keepText(tx, { debtorId, caseId: null }, command.reason);
  const messageIds = await tellCases(tx, debtorId, at);
  const content = { from: shown(before), to: shown(after), actor, reasonHash: contentHash };
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'debtorChanged', at, content }]);
  return { ok: true, messageIds };
}

const shown = ({ cashDates, ...facts }: Facts) => ({ ...facts, cashDates: cashDates.map(isoDateOfColumn) });
