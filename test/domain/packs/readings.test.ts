import { unclassifiedFacts } from '../../../domain/case-state';
import { conditionsHold } from '../../../domain/conditions';
import type { LegalRoute, Plan } from '../../../domain/plan';
import { compilePlan } from '../../../domain/policy/compile';
import { addDays, minuteOf, parseDay } from '../../../domain/time';
import { aState } from '../../support/builders';
import { drive } from '../../support/drive-case';
import { aCalendar } from '../a-calendar';
import { aDocument, aLawyerStep, aReminder, policyOf } from '../policy/a-policy';
import { aPack, daysOf, planOf, timelineOf } from './a-pack';

// Where the documents contradict each other or can be read in two ways: what the packs do, and that a policy may do it otherwise.

const planWith = (overrides: Readonly<Record<string, unknown>>): Plan =>
  compilePlan(policyOf(aDocument(overrides)), 'hash');
const wide = { perDay: 1, per7Days: 50, per30Days: 200, gapHours: 0, ownChoice: 'U1' };

describe('a debt of 40,000 that is 100 days old', () => {
  const routeOf = async (pack: string, yuan: number, motive: string | null = null) => {
    const plan = planOf(await aPack(pack));
    const state = aState(plan, { openBalanceMinor: yuan * 100, facts: { ...unclassifiedFacts('en'), motive } });
    const on = { plan, state, day: addDays(state.dueDay, 100) };
    const routes: readonly LegalRoute[] = ['paymentOrder', 'sale', 'suit', 'arbitration', 'agency'];
    return routes.find((route) => conditionsHold([{ fact: 'route', in: [route] }], on));
  };

  it('[X15] goes for a payment order under standard and is sold under seed-001', async () => {
    expect(await routeOf('standard', 40_000)).toBe('paymentOrder');
    expect(await routeOf('seed-001', 40_000)).toBe('sale');
  });

  it.each(['standard', 'seed-001'])('[X15] is judged by its motive before its amount: %s', async (pack) => {
    expect(await routeOf(pack, 80_000)).not.toBe('paymentOrder');
    expect(await routeOf(pack, 80_000, 'malicious')).toBe('paymentOrder');
  });
});

it('[Y8] a step of day 10 is taken from that day on, not on that day only', async () => {
  const plan = planOf(await aPack('seed-000'));
  const late = aState(plan, { dueDay: parseDay('2026-07-06'), openedAt: minuteOf('2026-07-20T00:00Z') });
  const { log } = drive(plan, late, aCalendar(), '2026-07-22T00:00Z');
  expect(log).toEqual(['2026-07-20T01:00Z waiverCall']);
});

describe('"within three days"', () => {
  it.each(['seed-000', 'standard'])('[Y9] is one message, on the third: %s', async (pack) => {
    const rows = timelineOf(planOf(await aPack(pack))).filter(({ day }) => day > 0 && day < 10);
    expect(rows.map(({ day, kind }) => `${day} ${kind}`)).toEqual(['3 sendReminder']);
  });

  it('[Y9] is one on each of the three where a policy says so', () => {
    const daily = aReminder({ day: 1, repeat: { everyDays: 1, untilDay: 3 } });
    const steps = [daily, aLawyerStep()];
    const plan = planWith({ steps, caps: wide, minGapDays: { value: 0, ownChoice: 'decisions 2.2' } });
    expect(daysOf(plan).slice(0, 4)).toEqual(['friendly 1', 'friendly 2', 'friendly 3', 'lawyer 46']);
  });
});

describe('a reminder every day', () => {
  const datesUnder = (caps: object) => {
    const daily = aReminder({ day: 1, repeat: { everyDays: 1, untilDay: 12 } });
    const minGapDays = { value: 0, ownChoice: 'decisions 2.2' };
    const plan = planWith({ steps: [daily, aLawyerStep()], caps, minGapDays });
    const dates = timelineOf(plan).flatMap(({ kind, date }) => (kind === 'sendReminder' ? [date.slice(5)] : []));
    return dates.slice(0, 5);
  };

  it('[X10][U1] goes out twice in seven days and 48 hours apart, whatever the interval says', () => {
    const caps = { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48, ownChoice: 'U1' };
    expect(datesUnder(caps)).toEqual(['07-07', '07-09', '07-14', '07-16', '07-21']);
  });

  it('[X10][U1] goes out on every working day where the policy allows it', () => {
    // 11 July is a Saturday.
    expect(datesUnder(wide)).toEqual(['07-07', '07-08', '07-09', '07-10', '07-13']);
  });
});

describe('important customers', () => {
  it('[X33] get other words and nothing else under standard', async () => {
    const plan = planOf(await aPack('standard'));
    const rowsOf = (relationship: string | null) =>
      timelineOf(plan, { relationship }).map(({ step, day, at }) => `${day} ${at} ${step.replace('Gentle', '')}`);
    expect(rowsOf('important')).toEqual(rowsOf(null));
    expect(daysOf(plan, { relationship: 'important' })).not.toEqual(daysOf(plan));
  });

  it('[X33] are treated as everybody else under seed-004', async () => {
    const plan = planOf(await aPack('seed-004'));
    expect(timelineOf(plan, { relationship: 'important' })).toEqual(timelineOf(plan));
  });
});
