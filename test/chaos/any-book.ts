import * as fc from 'fast-check';

const places = [
  { zone: 'Asia/Shanghai', country: 'CN' },
  { zone: 'Europe/Berlin', country: 'DE' },
  { zone: 'America/New_York', country: 'US' },
] as const;

/** What happens to one invoice of a debtor, or to the debtor. */
export type BookEvent =
  | { readonly kind: 'send'; readonly step: 'friendlyReminder' | 'smallReminder' }
  | { readonly kind: 'send'; readonly step: 'weeklyReminder'; readonly occurrence: number }
  /** A worker dies with the reservation, or while the provider is being called. */
  | { readonly kind: 'crash'; readonly isSending: boolean }
  /** A part of the amount in percent; 100 pays what is open. */
  | { readonly kind: 'pays'; readonly percent: number }
  | { readonly kind: 'hold'; readonly scope: 'invoice' | 'debtor'; readonly days: number | null }
  | { readonly kind: 'release' }
  | { readonly kind: 'noContact'; readonly days: number }
  | { readonly kind: 'optOut'; readonly channel: 'email' | 'sms' }
  /** The last message comes back. */
  | { readonly kind: 'bounce' };

const anyEvent: fc.Arbitrary<BookEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      step: fc.constantFrom('friendlyReminder' as const, 'smallReminder' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      step: fc.constant('weeklyReminder' as const),
      occurrence: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), isSending: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pays' as const), percent: fc.constantFrom(10, 50, 100) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      scope: fc.constantFrom('invoice' as const, 'debtor' as const),
      days: fc.option(fc.integer({ min: 1, max: 6 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('noContact' as const), days: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('optOut' as const),
      channel: fc.constantFrom('email' as const, 'sms' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bounce' as const) }) },
);

/** Some things at the same moment, `afterMinutes` after the ones before; each concerns one of the invoices. */
const anyMoment = fc.record({
  afterMinutes: fc.integer({ min: 1, max: 3_000 }),
  events: fc.array(fc.record({ invoice: fc.nat(3), event: anyEvent }), { minLength: 1, maxLength: 3 }),
});

/** A debtor somewhere with one to four invoices in up to three currencies, and what happens in some three weeks. */
export const anyDebtor = fc.record({
  place: fc.constantFrom(...places),
  currencies: fc.array(fc.constantFrom('CNY', 'EUR', 'USD'), { minLength: 1, maxLength: 4 }),
  moments: fc.array(anyMoment, { minLength: 4, maxLength: 14 }),
});

export type AnyDebtor = typeof anyDebtor extends fc.Arbitrary<infer T> ? T : never;
