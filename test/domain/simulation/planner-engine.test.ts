import { unclassifiedFacts } from '../../../domain/case-state';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { compileCalendar, debtorLocal, isWorkingDay } from '../../../domain/calendar';
import type { Plan } from '../../../domain/plan';
import { compilePlan } from '../../../domain/policy/compile';
import type { SimDebtor, SimEvent, SimInvoice, SimResult } from '../../../domain/simulation/book';
import { addDays, epochDay, instantOf, minuteOf, parseDay } from '../../../domain/time';
import { calendarSlice } from '../../../services/calendar-slices';
import { readPack } from '../../../services/policy-packs';
import { bookByPlanner } from '../../../services/simulation/planner-book';

const places = [
  { zone: 'Asia/Shanghai', country: 'CN' },
  { zone: 'Europe/Berlin', country: 'DE' },
  { zone: 'America/New_York', country: 'US' },
] as const;
const plans: Plan[] = [];

beforeAll(async () => {
  const checked = await readPack(join(__dirname, '..', '..', '..', 'policies'), 'standard');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  plans.push(compilePlan(checked.pack.policy, checked.pack.hash));
});

function live(debtor: SimDebtor, people: 'noAnswer' | 'absent' = 'noAnswer'): SimResult {
  const [plan] = plans;
  if (plan === undefined) throw new Error('the pack standard is not read yet');
  const first = Math.min(...debtor.invoices.map(({ dueDay }) => dueDay));
  const [result] = bookByPlanner(plan, people, { creditorZone: 'Asia/Shanghai', until: epochDay(first + 200) }, [
    debtor,
  ]);
  if (result === undefined) throw new Error('the book has no result');
  return result;
}

const anInvoice = (number: string, due: string, events: readonly SimEvent[] = [], language = 'en'): SimInvoice => ({
  id: number,
  number,
  debtorNumber: 'D1',
  currency: 'CNY',
  amountMinor: 1_000_000,
  invoiceDay: addDays(parseDay(due), -30),
  dueDay: parseDay(due),
  facts: unclassifiedFacts(language),
  events,
});
const aDebtor = (...invoices: readonly SimInvoice[]): SimDebtor => ({
  number: 'D1',
  zone: 'Asia/Shanghai',
  country: 'CN',
  invoices,
});
const paid = (date: string, amountMinor: number): SimEvent => ({ kind: 'payment', day: parseDay(date), amountMinor });
const contactsOf = ({ contacts }: SimResult) => contacts.map(({ invoice, step, outcome }) => `${invoice} ${step} ${outcome}`); // prettier-ignore

it('I1 ends a case that two payments of one day settle', () => {
  const result = live(
    aDebtor(anInvoice('A', '2026-03-02', [paid('2026-03-04', 600_000), paid('2026-03-04', 400_000)])),
  );
  expect([contactsOf(result), result.outcomes.get('A')]).toEqual([[], 'settled']);
});

it('I1 opens nothing for an invoice that is paid in the minute of a promise', () => {
  const promise: SimEvent = { kind: 'promise', day: parseDay('2024-02-05'), promisedFor: parseDay('2024-02-05'), amountMinor: null }; // prettier-ignore
  const older = anInvoice('A', '2024-01-01', [promise, paid('2024-02-05', 1_000_000)]);
  const debtor = { ...aDebtor(older, anInvoice('B', '2024-01-01')), zone: 'America/New_York', country: 'US' };
  const after = live(debtor, 'absent').tasks.filter(({ invoice, at }) => invoice === 'A' && at >= '2024-02-04T16:00');
  expect(after).toEqual([]);
});

it('[S47] knows at the opening of a case how late the debtor has paid before', () => {
  const older = anInvoice('A', '2026-01-05', [paid('2026-02-20', 1_000_000)]);
  const risky = { ...anInvoice('B', '2026-04-10'), facts: { ...unclassifiedFacts('en'), grade: 'C' } };
  const callsFor = (debtor: SimDebtor) =>
    live(debtor).tasks.flatMap(({ invoice, step, day }) => (step === 'riskCall' ? [[invoice, day]] : []));
  expect(callsFor(aDebtor(older, risky))).toEqual([['B', -18]]);
  const prompt = { ...older, events: [paid('2026-01-02', 1_000_000)] };
  expect(callsFor(aDebtor(prompt, risky))).toEqual([]);
});

it('R1 goes on with the other invoice when the older one is paid', () => {
  const older = anInvoice('A', '2026-03-02', [paid('2026-03-06', 1_000_000)]);
  const result = live(aDebtor(older, anInvoice('B', '2026-03-03')));
  expect(contactsOf(result)).toEqual(['A friendlyReminder sent', 'B friendlyReminder sent', 'B formalLetter sent']);
  expect(result.outcomes.get('A')).toBe('settled');
});

it('[U5] opens a case for a small claim once the debtor owes enough, and none where it never does', () => {
  const small = { ...anInvoice('A', '2026-03-02'), amountMinor: 12_000 };
  const other = (amountMinor: number) => ({ ...anInvoice('B', '2026-03-20'), amountMinor });
  const [alone, both, usd] = [
    live(aDebtor(small)),
    live(aDebtor(small, other(8_000))),
    live(aDebtor(small, { ...other(8_000), currency: 'USD' })),
  ];
  expect([alone.outcomes.get('A'), alone.contacts]).toEqual(['notEnrolled', []]);
  expect([both.outcomes.get('A'), both.outcomes.get('B')]).toEqual(['open', 'open']);
  expect(both.contacts[0]?.at.slice(0, 10)).toBe('2026-03-23');
  expect([usd.outcomes.get('A'), usd.outcomes.get('B')]).toEqual(['notEnrolled', 'open']);
});

it('covers one day of a debtor by one message, but for another language', () => {
  const same = live(aDebtor(anInvoice('A', '2026-03-02'), anInvoice('B', '2026-03-02')));
  expect(contactsOf(same).slice(0, 2)).toEqual(['A friendlyReminder sent', 'B friendlyReminder coveredBy']);
  const other = live(aDebtor(anInvoice('A', '2026-03-02'), anInvoice('B', '2026-03-02', [], 'zh-CN')));
  expect(contactsOf(other).slice(0, 2)).toEqual(['A friendlyReminder sent', 'B friendlyReminder sent']);
  // The second message waits for the gap of 48 hours and the window after it.
  expect(other.contacts[1]?.at).toBe('2026-03-09T01:00:00.000Z');
});

it('judges an ignored task when nobody works, and gives no approval', () => {
  const result = live(aDebtor(anInvoice('A', '2026-03-02')), 'absent');
  expect(result.tasks.find(({ step }) => step === 'call')?.outcome).toBe('ignored');
  expect(result.tasks.some(({ step }) => step === 'lawyerLetter')).toBe(false);
});

describe('any book of one debtor', () => {
  const anyEvents = fc.array(
    fc.record({ offset: fc.integer({ min: -20, max: 90 }), share: fc.constantFrom(0, 0, 400_000, 600_000, 1_000_000), promised: fc.nat(30) }), // prettier-ignore
    { maxLength: 4 },
  );
  const anyInvoice = fc.record({
    due: fc.nat(40),
    grade: fc.constantFrom(null, 'A', 'B', 'C'),
    language: fc.constantFrom('en', 'en', 'zh-CN'),
    events: anyEvents,
  });
  const anyDebtor = fc
    .record({
      place: fc.constantFrom(...places),
      start: fc.integer({ min: parseDay('2024-01-01'), max: parseDay('2030-06-01') }),
      invoices: fc.array(anyInvoice, { minLength: 1, maxLength: 5 }),
    })
    .map(({ place, start, invoices }): SimDebtor => ({
      number: 'D1',
      ...place,
      invoices: invoices.map(({ due, grade, language, events }, index): SimInvoice => {
        const dueDay = epochDay(start + due);
        const base = anInvoice(`N${index}`, '2026-03-02', [], language);
        return {
          ...base,
          dueDay,
          invoiceDay: addDays(dueDay, -30),
          facts: { ...base.facts, grade },
          events: [...events]
            .sort((a, b) => a.offset - b.offset)
            .map(({ offset, share, promised }): SimEvent => {
              const day = addDays(dueDay, offset);
              return share > 0
                ? { kind: 'payment', day, amountMinor: share }
                : { kind: 'promise', day, promisedFor: addDays(day, promised), amountMinor: null };
            }),
        };
      }),
    }));
  const inEveryBook = (check: (result: SimResult, debtor: SimDebtor) => void) =>
    fc.assert(
      fc.property(anyDebtor, fc.constantFrom('noAnswer' as const, 'absent' as const), (debtor, people) => {
        check(live(debtor, people), debtor);
      }),
      { numRuns: 100 },
    );

  it('I2 contacts a debtor at most once for a step of an invoice', () => {
    inEveryBook(({ contacts }) => {
      const keys = contacts.map(({ invoice, step, occurrence }) => `${invoice}/${step}/${occurrence}`);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  it('I1 does nothing after full payment', () => {
    inEveryBook(({ contacts, tasks }, { invoices }) => {
      for (const { number, amountMinor, events } of invoices) {
        let left = amountMinor;
        const last = events.find((event) => event.kind === 'payment' && (left -= event.amountMinor) <= 0);
        if (last === undefined) continue;
        // The day begins in Shanghai.
        const settledAt = last.day * 1440 - 480;
        const acts = [...contacts, ...tasks].filter(({ invoice }) => invoice === number);
        expect(acts.filter(({ at }) => minuteOf(at) >= settledAt)).toEqual([]);
      }
    });
  });

  it('K9 sends nothing while a promise protects the invoice', () => {
    inEveryBook(({ contacts }, { invoices }) => {
      for (const { number, dueDay, events } of invoices) {
        const promise = events.filter(({ kind }) => kind === 'promise').at(-1);
        // A promise before the case opens reaches nobody.
        if (promise?.kind !== 'promise' || promise.day < dueDay + 2) continue;
        const [from, until] = [promise.day * 1440 - 480, (promise.promisedFor + 1) * 1440 - 480];
        const early = contacts.filter(
          ({ invoice, at }) => invoice === number && minuteOf(at) >= from && minuteOf(at) < until,
        );
        expect(early).toEqual([]);
      }
    });
  });

  it('I3 sends inside the window on working days and within the caps, over all invoices', () => {
    inEveryBook(({ contacts }, { zone, country, invoices }) => {
      const from = addDays(epochDay(Math.min(...invoices.map(({ dueDay }) => dueDay))), -60);
      const slice = calendarSlice({ creditorZone: zone, debtorZone: zone, debtorCountry: country, from, days: 400 });
      const calendar = compileCalendar(slice);
      const sent = contacts
        .filter(({ outcome }) => outcome === 'sent')
        .map(({ at, step }) => ({ at: minuteOf(at), step }));
      for (const { at } of sent) {
        const { day, minuteOfDay } = debtorLocal(calendar, at);
        expect([instantOf(at), isWorkingDay(calendar, day), minuteOfDay >= 540 && minuteOfDay < 1050]).toEqual([
          instantOf(at),
          true,
          true,
        ]);
      }
      const formalSteps = new Set(
        plans.flatMap(({ steps }) => steps.filter(({ formal }) => formal).map(({ id }) => id)),
      );
      const informal = sent.filter(({ step }) => !formalSteps.has(step)).map(({ at }) => at);
      for (const at of informal) {
        // Formal notices count for what follows them; one of the same instant may follow.
        const before = (days: number) => sent.filter(({ at: other }) => other > at - days * 1440 && other < at).length;
        expect([before(2), before(7) <= 1, before(30) <= 5]).toEqual([0, true, true]);
      }
      expect(sent.map(({ at }) => at)).toEqual([...sent.map(({ at }) => at)].sort((a, b) => a - b));
    });
  });

  it('gives the same result for the same book', () => {
    inEveryBook((result, debtor) => {
      const again = live(debtor);
      if (JSON.stringify(again.contacts) === JSON.stringify(result.contacts)) return;
      // Books in which people are absent differ; those in which they answer do not.
      expect(live(debtor, 'absent').contacts).toEqual(result.contacts);
    });
  });

  it('ends each case in one way that its payments explain', () => {
    inEveryBook(({ outcomes }, { invoices }) => {
      for (const { id, amountMinor, events } of invoices) {
        const paidMinor = events.reduce((sum, event) => sum + (event.kind === 'payment' ? event.amountMinor : 0), 0);
        expect(paidMinor >= amountMinor ? ['settled', 'notEnrolled'] : ['open']).toContain(outcomes.get(id));
      }
    });
  });
});
