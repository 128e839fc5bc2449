/** Kinds of ledger entry (design 6). The sign says what an entry does to the open balance of its invoice. */
export const ledgerSigns = {
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
} as const;

export type LedgerEntryType = keyof typeof ledgerSigns;

/** What an entry of `type` over `amountMinor` (>= 0) adds to the open balance of its invoice. */
export const openEffectOf = (type: LedgerEntryType, amountMinor: number): number => ledgerSigns[type] * amountMinor;

/** An invoice that still has an open balance, as allocation sees it. */
export interface OpenItem {
  readonly invoiceId: string;
  readonly number: string;
  readonly dueDay: number;
  readonly openMinor: number;
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
    const share = Math.min(leftMinor, item.openMinor);
    if (share <= 0) continue;
    parts.push({ invoiceId: item.invoiceId, amountMinor: share });
    leftMinor -= share;
  }
  return { parts, leftMinor };
}
