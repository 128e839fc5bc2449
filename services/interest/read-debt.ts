import type { Tx } from '../../clients/prisma';
import { type DebtEntry, type DebtParts, debtNow, debtOverTime } from '../../domain/debt';
import { DomainError } from '../../domain/errors';
import { type InterestAnswer, type InterestClaim, type InterestRefusal, interestOn } from '../../domain/interest/claim';
import type { Law } from '../../domain/law/law';
import { type LedgerEntryType, ledgerEntryTypes } from '../../domain/ledger';
import type { Plan } from '../../domain/plan';
import { type EpochDay, isoDateOf } from '../../domain/time';
import { dayOfColumn, minorOf } from '../columns';
import { type ContractRow, type InterestParties, contractFacts } from '../render/interest-facts';

/** One invoice with all that interest on it depends on. Minor units. */
export interface Debt {
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly currency: string;
  readonly dueDay: EpochDay;
  readonly contract: ContractRow | null;
  readonly parties: InterestParties;
  readonly entries: readonly (DebtEntry & { readonly quoteId: string | null; readonly document: string })[];
  readonly parts: DebtParts;
  /** What open disputes contest of it (Y19). */
  readonly disputedMinor: number;
}

const isEntryType = (type: string): type is LedgerEntryType => ledgerEntryTypes.some((known) => known === type);

function entryTypeOf(type: string, id: string): LedgerEntryType {
  if (isEntryType(type)) return type;
  throw new DomainError('unknownEntryType', `Ledger entry ${id} has the unknown type ${type}`);
}

/** Reads the debt of an invoice. @throws when there is no such invoice */
export async function readDebt(tx: Tx, invoiceId: string): Promise<Debt> {
  const row = await tx.invoice.findUniqueOrThrow({
    where: { id: invoiceId },
    include: {
      contract: true,
      debtor: { select: { kind: true, motive: true } },
      ledger: { orderBy: { id: 'asc' } },
      holds: { where: { kind: 'dispute', releasedAt: null } },
    },
  });
  const entries = row.ledger.map(({ id, type, amountMinor, valueDate, reversesId, quoteId, document }) => ({
    ...{ id, reversesId, quoteId, document },
    type: entryTypeOf(type, id),
    amountMinor: minorOf(amountMinor),
    valueDay: dayOfColumn(valueDate),
  }));
  const whole = minorOf(row.amountMinor);
  const contested = row.holds.map(({ partMinor }) => (partMinor === null ? whole : minorOf(partMinor)));
  return {
    ...{ invoiceId, debtorId: row.debtorId, currency: row.currency },
    dueDay: dayOfColumn(row.effectiveDueDate),
    contract: row.contract,
    parties: { creditorId: row.creditorId, debtorKind: row.debtor.kind, motive: row.debtor.motive },
    entries,
    parts: debtNow(entries),
    disputedMinor: contested.reduce((sum, minor) => sum + minor, 0),
  };
}

/** Interest that was posted on a debt, of all days. */
export const postedMinor = ({ entries }: Debt): number =>
  entries.reduce((sum, { type, amountMinor }) => sum + (type === 'interest' ? amountMinor : 0), 0);

/** What bore interest after each value date: the open principal, also of an invoice that was booked after it was due. */
export const principalsOf = ({ entries, dueDay }: Pick<Debt, 'entries' | 'dueDay'>) =>
  debtOverTime(entries).map(({ valueDay, parts }, index) => ({
    valueDay: index === 0 && valueDay > dueDay ? dueDay : valueDay,
    openMinor: Math.max(0, parts.principal),
  }));

// The scheme's fixed sum is a fee of this document; it is due once for a debt (decisions 7).
export const fixedSumDocument = 'fixedSum';

/** The interest that a person may claim on a debt through a value date (S93, Y19), or why not. */
export function claimOn(
  debt: Debt,
  { plan, law, valueDay }: { plan: Plan; law: Law; valueDay: EpochDay },
): InterestAnswer {
  const { interest: rules } = plan;
  if (rules === undefined) return { ok: false, refusals: [{ reason: 'notByPolicy' }] };
  const { motive } = debt.parties;
  return interestOn({
    contract: contractFacts(debt.contract, debt.parties),
    facts: { motive, hardshipApproved: false, performedSteps: [], claimedByPerson: true },
    rules,
    base: 'openUndisputed',
    law,
    currency: debt.currency,
    dueDay: debt.dueDay,
    valueDay,
    balances: principalsOf(debt).map((balance) => ({ ...balance, disputedMinor: debt.disputedMinor })),
    stoppedOn: null,
    damagesFactor: null,
    fixedSumClaimed: debt.entries.some(({ type, document }) => type === 'fee' && document === fixedSumDocument),
  });
}

/** What of a claim has not been posted yet. Less may have accrued than was posted when a payment came to light late. */
export const dueNow = (debt: Debt, { interest, fixedSum }: InterestClaim) => ({
  interestMinor: Math.max(0, interest.amountMinor - postedMinor(debt)),
  fixedSumMinor: fixedSum?.amountMinor ?? 0,
});

/** The refusals of a claim as words for people: codes, with the scheme or the day where there is one. */
export const refusalTexts = (refusals: readonly InterestRefusal[]): string[] =>
  refusals.map((refusal) => {
    if ('scheme' in refusal) return `${refusal.reason} (${refusal.scheme})`;
    return 'on' in refusal ? `${refusal.reason} (${isoDateOf(refusal.on)})` : refusal.reason;
  });
