import * as fc from 'fast-check';
import { type ContactFacts, decideContact } from '../../../domain/contact/decide-contact';
import { standardLimits } from '../../../domain/contact/limits';
import type { ContactCaps, Plan } from '../../../domain/plan';
import { addMinutes, type EpochMinute, epochMinute, instantOf, minuteOf } from '../../../domain/time';
import { aPlan, anEmailOption as option, someContactFacts } from '../../support/builders';
import { aCalendar, newYork } from '../a-calendar';

const plan = aPlan();
const calendar = aCalendar();

// Wednesday 2026-03-18, 10:00 in Shanghai.
const now = minuteOf('2026-03-18T02:00Z');
const facts = (overrides: Partial<ContactFacts> = {}) => someContactFacts(now, overrides);

/** `send`, or the instant and reason of another answer. */
function answer(
  overrides: Partial<ContactFacts>,
  slice: Parameters<typeof aCalendar>[0] = {},
  policy: Plan = plan,
): string {
  const decision = decideContact(facts(overrides), policy, aCalendar(slice));
  if (decision.kind === 'send') return `send by ${decision.option.channel}`;
  const until = decision.kind === 'defer' ? ` until ${instantOf(decision.until).slice(0, 16)}` : '';
  return `${decision.kind}${until}: ${decision.reason.code} ${decision.reason.detail ?? ''}`.trim();
}

const hoursAgo = (...hours: number[]) => hours.map((n) => addMinutes(now, -n * 60));
const minutesBefore = (hours: number, minutes: number) => addMinutes(now, -hours * 60 + minutes);

describe('the gate at the moment of contact', () => {
  it('sends by the first usable channel', () => {
    expect(answer({})).toBe('send by email');
  });

  it('keeps a text of the law back while mandatory facts of the contract are unknown', () => {
    expect(answer({ missingFacts: [], formal: true })).toBe('send by email');
    expect(answer({ missingFacts: ['governingLawUnknown', 'debtorKindUnknown'], formal: true })).toBe(
      'refuse: contractUnknown governingLawUnknown debtorKindUnknown',
    );
  });

  it.each([
    ['[K12][I1] paid', { openBalanceMinor: 0 }, 'defer until 2026-03-18T03:00: paid'],
    ['overpaid', { openBalanceMinor: -1 }, 'defer until 2026-03-18T03:00: paid'],
    ['[I1] held', { heldBy: 'dispute' }, 'defer until 2026-03-18T03:00: hold dispute'],
    ['ended', { caseEnded: true }, 'defer until 2026-03-18T03:00: ended'],
    ['skipped by a person', { stepSkipped: true }, 'defer until 2026-03-18T03:00: staleStep'],
    ['not skipped', { stepSkipped: false }, 'send by email'],
    [
      'flagged [S179]',
      { noContactUntil: minuteOf('2026-03-18T02:01Z') },
      'defer until 2026-03-18T02:01: noContactFlag',
    ],
    [
      'flagged until a Saturday',
      { noContactUntil: minuteOf('2026-03-20T16:00Z') },
      'defer until 2026-03-23T01:00: noContactFlag',
    ],
    [
      'flagged beyond the calendar',
      { noContactUntil: minuteOf('2030-01-01T00:00Z') },
      'defer until 2030-01-01T00:00: noContactFlag',
    ],
    ['no longer flagged', { noContactUntil: now }, 'send by email'],
    ['flagged, but formal', { noContactUntil: minuteOf('2026-04-01T00:00Z'), formal: true }, 'send by email'],
    [
      'paused by a reply',
      { replyPausedUntil: minuteOf('2026-03-19T20:00Z') },
      'defer until 2026-03-20T01:00: replyPending',
    ],
    ['no longer paused', { replyPausedUntil: now }, 'send by email'],
    [
      'probably paid by a receipt that is not applied [R10]',
      { creditOnAccountMinor: 1, formal: true },
      'defer until 2026-03-19T02:00: hold unmatchedReceipt',
    ],
    ['without money on account', { creditOnAccountMinor: 0 }, 'send by email'],
    ['of a debtor for a person [K7]', { relationshipSized: true, formal: true }, 'refuse: relationshipSized'],
    ['of a debtor like others', { relationshipSized: false }, 'send by email'],
    [
      'flagged and paused: the later end counts',
      { noContactUntil: minuteOf('2026-03-19T02:00Z'), replyPausedUntil: minuteOf('2026-03-20T02:00Z') },
      'defer until 2026-03-20T02:00: replyPending',
    ],
    ['paused, but formal', { replyPausedUntil: minuteOf('2026-03-19T20:00Z'), formal: true }, 'send by email'],
  ])('K10 answers a claim that is %s', (_name, overrides, expected) => {
    expect(answer(overrides)).toBe(expected);
  });

  it.each(['missing', 'bounced', 'optedOut', 'noConsent'] as const)(
    'R26 takes the fallback when the address is %s',
    (usable) => {
      const sms = { ...option, channel: 'sms' } as const;
      expect(answer({ options: [{ ...option, usable }, sms] })).toBe('send by sms');
      expect(
        answer({
          options: [
            { ...option, usable },
            { ...sms, usable: 'missing' },
          ],
        }),
      ).toBe(`refuse: noAddress email:${usable} sms:missing`);
    },
  );

  it('R26 takes the fallback when this very step failed on the first way', () => {
    const sms = { ...option, channel: 'sms' } as const;
    expect(answer({ options: [{ ...option, usable: 'failed' }, sms] })).toBe('send by sms');
    expect(answer({ options: [{ ...option, usable: 'failed' }] })).toBe('refuse: noAddress email:failed');
  });

  describe('where nobody is left but people whom we leave alone for a time', () => {
    const flagged = (freeAt: string) => ({ ...option, usable: 'noContact', freeAt: minuteOf(freeAt) }) as const;

    it.each([
      ['one', [flagged('2026-03-18T02:30Z')], 'defer until 2026-03-18T02:30: noContactFlag'],
      [
        'two of whom one is free first',
        [flagged('2026-03-25T02:00Z'), flagged('2026-03-20T02:00Z')],
        'defer until 2026-03-20T02:00: noContactFlag',
      ],
      [
        'one beside an address that bounced',
        [{ ...option, usable: 'bounced' } as const, flagged('2026-03-20T02:00Z')],
        'defer until 2026-03-20T02:00: noContactFlag',
      ],
      ['one whose flag has ended', [flagged('2026-03-18T01:00Z')], 'defer until 2026-03-18T02:01: noContactFlag'],
      ['one whose flag ends now', [flagged('2026-03-18T02:00Z')], 'defer until 2026-03-18T02:01: noContactFlag'],
      ['one beside an address that is open', [flagged('2026-03-20T02:00Z'), option], 'send by email'],
    ])('waits for the first of them, at least a minute: %s', (_who, options, expected) => {
      expect(answer({ options })).toBe(expected);
    });
  });

  it('refuses where there is no way at all', () => {
    expect(answer({ options: [] })).toBe('refuse: noAddress');
  });

  it('keeps the limits that the policy states, of the carriers and channels that it names', () => {
    const carriers = [{ channels: ['sms', 'voice'], prefix: '+49', identicalPerDay: 9, perDay: 1 }] as const;
    const strict = aPlan({ limits: { ...standardLimits, carriers } });
    const sms = { ...option, channel: 'sms', carrier: '+49', recent: hoursAgo(2) } as const;
    const capped = 'defer until 2026-03-19T01:00: cap carrier perDay';
    expect(answer({ options: [sms], formal: true }, {}, strict)).toBe(capped);
    expect(answer({ options: [{ ...sms, channel: 'voice' }], formal: true }, {}, strict)).toBe(capped);
    expect(answer({ options: [{ ...sms, channel: 'whatsapp' }], formal: true }, {}, strict)).toBe('send by whatsapp');
    expect(answer({ options: [{ ...sms, carrier: '+86' }], formal: true }, {}, strict)).toBe('send by sms');
  });

  it('keeps the budget of the chosen address, and the limits of its carrier even for formal notices', () => {
    const busy = { ...option, recent: hoursAgo(3, 2) };
    expect(answer({ options: [busy] })).toBe('defer until 2026-03-19T01:00: cap address perDay');
    expect(answer({ options: [busy], formal: true })).toBe('send by email');
    const sms = {
      ...option,
      channel: 'sms',
      carrier: '+86',
      recent: hoursAgo(3, 2),
      identical: hoursAgo(3, 2),
    } as const;
    expect(answer({ options: [sms], formal: true })).toBe('defer until 2026-03-19T01:00: identicalText');
    expect(answer({ options: [{ ...sms, carrier: null }], formal: true })).toBe('send by sms');
  });

  it.each([
    ['[K12] at 20:30', '2026-03-18T12:30Z', 'defer until 2026-03-19T01:00: window'],
    ['a minute before the window', '2026-03-18T00:59Z', 'defer until 2026-03-18T01:00: window'],
    ['in its first minute', '2026-03-18T01:00Z', 'send by email'],
    ['in its last minute', '2026-03-18T09:29Z', 'send by email'],
    ['at its end', '2026-03-18T09:30Z', 'defer until 2026-03-19T01:00: window'],
    ['on Saturday', '2026-03-21T02:00Z', 'defer until 2026-03-23T01:00: window'],
  ])('K10 R27 asked %s', (_name, at, expected) => {
    expect(answer({ asOf: minuteOf(at) })).toBe(expected);
    expect(answer({ asOf: minuteOf(at), formal: true })).toBe(expected);
  });

  it("R27 takes the window from the debtor's clock, summer time included", () => {
    const there = { debtorZone: newYork };
    expect(answer({ asOf: minuteOf('2026-03-06T14:00Z') }, there)).toBe('send by email');
    expect(answer({ asOf: minuteOf('2026-03-09T13:00Z') }, there)).toBe('send by email');
    expect(answer({ asOf: minuteOf('2026-03-09T12:59Z') }, there)).toBe('defer until 2026-03-09T13:00: window');
  });

  it.each([
    ["in the debtor's own hours", { contactHours: [[600, 660]] }, 'send by email'],
    ['after them', { contactHours: [[540, 600]] }, 'defer until 2026-03-19T01:00: window'],
    ['hours outside every window', { contactHours: [[1260, 1320]] }, 'send by email'],
    ['a step with a window of its own', { window: 'bill' }, 'defer until 2026-03-18T06:00: window'],
  ] as const)('[S180][S170][X9] %s at 10:00: %s', (_what, overrides, expected) => {
    const bill = { ranges: [[540, 570], [840, 870]], workingDaysOnly: true } as const; // prettier-ignore
    const decision = decideContact(facts(overrides), { ...plan, windows: { ...plan.windows, bill } }, aCalendar());
    const until =
      decision.kind === 'defer' ? ` until ${instantOf(decision.until).slice(0, 16)}: ${decision.reason.code}` : '';
    expect(decision.kind === 'send' ? `send by ${decision.option.channel}` : `${decision.kind}${until}`).toBe(expected);
  });

  it('says when the calendar ends before the next window', () => {
    const end = minuteOf('2026-12-31T15:00Z');
    expect(() => decideContact(facts({ asOf: end }), plan, calendar)).toThrow('ends before the next window of email');
  });
});

describe('the budget of a debtor', () => {
  const always = { ranges: [[0, 1440]], workingDaysOnly: false } as const;

  /** When the budget alone would let a contact go out. */
  function freeAt(caps: ContactCaps, recentAutomatic: readonly EpochMinute[], asOf: EpochMinute): EpochMinute {
    const alwaysOpen = aPlan({ caps, windows: { ...plan.windows, email: always } });
    const decision = decideContact(facts({ asOf, recentAutomatic }), alwaysOpen, calendar);
    return decision.kind === 'defer' ? decision.until : asOf;
  }

  it.each([
    ['[I3] 48 hours after the last contact', hoursAgo(48), 'send by email'],
    ['[I3] a minute less', [minutesBefore(48, 1)], 'defer until 2026-03-18T02:01: minimumGap'],
    ['two within 7 days', [minutesBefore(168, 1), ...hoursAgo(60)], 'defer until 2026-03-18T02:01: cap per7Days'],
    ['the first of them exactly 7 days ago', hoursAgo(168, 60), 'send by email'],
    [
      'six within 30 days',
      [minutesBefore(720, 1), ...hoursAgo(600, 500, 400, 300, 200)],
      'defer until 2026-03-18T02:01: cap per30Days',
    ],
    ['the first of six exactly 30 days ago', hoursAgo(720, 600, 500, 400, 300, 200), 'send by email'],
    ['a gap that ends at night', hoursAgo(38), 'defer until 2026-03-19T01:00: minimumGap'],
  ])('%s', (_name, recentAutomatic, expected) => {
    expect(answer({ recentAutomatic })).toBe(expected);
  });

  it('one contact within 24 hours is enough', () => {
    const caps = { perDay: 1, per7Days: 50, per30Days: 200, gapHours: 0 };
    expect(freeAt(caps, hoursAgo(24), now)).toBe(now);
    expect(freeAt(caps, [minutesBefore(24, 1)], now)).toBe(now + 1);
  });

  it('does not hold back formal notices', () => {
    expect(answer({ recentAutomatic: hoursAgo(1), formal: true })).toBe('send by email');
  });

  it('counts a contact that another case made a moment later', () => {
    const caps = { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 0 };
    expect(freeAt(caps, [addMinutes(now, 5)], now)).toBe(now + 5 + 1440);
  });

  it('I3 never lets a sender who follows it exceed a limit, at any edge', () => {
    const anyCaps = fc.record({
      perDay: fc.integer({ min: 1, max: 3 }),
      per7Days: fc.integer({ min: 1, max: 5 }),
      per30Days: fc.integer({ min: 2, max: 8 }),
      gapHours: fc.integer({ min: 0, max: 72 }),
    });
    fc.assert(
      fc.property(anyCaps, fc.array(fc.nat(3000), { minLength: 10, maxLength: 15 }), (caps, pauses) => {
        const sent: number[] = [];
        let at = minuteOf('2026-01-05T00:00Z');
        for (const pause of pauses) {
          at = freeAt(caps, sent.map(epochMinute), addMinutes(at, pause));
          sent.push(at);
        }
        const most = (minutes: number) =>
          Math.max(...sent.map((from) => sent.filter((other) => other >= from && other < from + minutes).length));
        expect(most(1440)).toBeLessThanOrEqual(caps.perDay);
        expect(most(7 * 1440)).toBeLessThanOrEqual(caps.per7Days);
        expect(most(30 * 1440)).toBeLessThanOrEqual(caps.per30Days);
        for (const [index, later] of sent.entries()) {
          const before = sent[index - 1];
          if (before !== undefined) expect(later - before).toBeGreaterThanOrEqual(caps.gapHours * 60);
        }
      }),
      { numRuns: 200 },
    );
  });
});
