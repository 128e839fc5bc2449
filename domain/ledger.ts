/** Kinds of ledger entry (design 6). */
export const ledgerEntryTypes = [
  ...(['invoice', 'payment', 'paymentReversal', 'refund', 'creditNote', 'creditNoteReversal'] as const),
  ...(['cancellation', 'interest', 'fee', 'cost', 'waiver', 'waiverReversal', 'setOff'] as const),
  ...(['conversionIn', 'conversionOut', 'writeOff', 'writeOffReversal', 'derecognition'] as const),
] as const;

export type LedgerEntryType = (typeof ledgerEntryTypes)[number];

// What an entry does to the open balance of its invoice.
const ledgerSigns: Readonly<Record<LedgerEntryType, 1 | -1>> = {
  invoice: 1,
  payment: -1,
  paymentReversal: 1,
  refund: 1,
  creditNote: -1,
  creditNoteReversal: 1,
  cancellation: -1,
  interest: 1,
  fee: 1,
  cost: 1,
  waiver: -1,
  waiverReversal: 1,
  setOff: -1,
  conversionIn: 1,
  conversionOut: -1,
  writeOff: -1,
  writeOffReversal: 1,
  derecognition: -1,
};

/** What an entry of `type` over `amountMinor` (>= 0) adds to the open balance of its invoice. */
export const openEffectOf = (type: LedgerEntryType, amountMinor: number): number => ledgerSigns[type] * amountMinor;

/** An invoice that still has an open balance, as allocation sees it. */
export interface OpenItem {
  readonly invoiceId: string;
  readonly number: string;
  readonly dueDay: number;
  readonly openMinor: number;
  /** What settles it now by a quote, more or less than what is open (decisions 5.4). */
  readonly settlesAtMinor?: number;
}

/**
 * Spreads `amountMinor` over open items: the designated ones first, then due before not due, oldest first
 * (PRC Civil Code art. 560, decisions 5.3). What is left over is credit on account. Sums are conserved.
 */
export function allocate(
  amountMinor: number,
  items: readonly OpenItem[],
  designated: readonly string[],
): {
  readonly parts: readonly { readonly invoiceId: string; readonly amountMinor: number }[];
  readonly leftMinor: number;
} {
  const rank = (item: OpenItem) => (designated.includes(item.number) ? 0 : 1);
  const ordered = [...items].sort(
    (a, b) => rank(a) - rank(b) || a.dueDay - b.dueDay || (a.number < b.number ? -1 : a.number > b.number ? 1 : 0),
  );
  const parts: { invoiceId: string; amountMinor: number }[] = [];
  let leftMinor = amountMinor;
  for (const item of ordered) {
    const share = shareOf(item, leftMinor);
    if (share <= 0) continue;
    parts.push({ invoiceId: item.invoiceId, amountMinor: share });
    leftMinor -= share;
  }
  return { parts, leftMinor };
}

/** As much as is open, or the sum of a quote where the money reaches it. */
function shareOf({ openMinor, settlesAtMinor }: OpenItem, leftMinor: number): number {
  if (settlesAtMinor !== undefined && leftMinor >= settlesAtMinor) return settlesAtMinor;
  return Math.min(leftMinor, openMinor);
}
