import * as fc from 'fast-check';
import type { Plan } from '../../../domain/plan';
import { planForFacts } from '../../../domain/policy/plan-for-facts';
import { anyEvent, anyOpening, anyPlace, anyPlan } from '../../support/any-case';
import { aCallStep, anOpening, aPlan, aStep } from '../../support/builders';
import { type Life, liveAnyCase } from '../../support/live-any-case';

const { facts } = anOpening();
const known = { currency: 'CNY', dueDay: anOpening().dueDay };

it('leaves out what the facts rule out, and the conditions that they decide', () => {
  const plan = aPlan({
    steps: [
      aStep({ id: 'forA', when: [{ fact: 'grade', in: ['A'] }] }),
      aStep({ id: 'forC', when: [{ fact: 'grade', in: ['C'] }, { fact: 'failedAttempts', atLeast: 2 }] }), // prettier-ignore
      aCallStep({ id: 'forAll' }),
    ],
  });
  const { steps } = planForFacts(plan, { ...known, facts: { ...facts, grade: 'C' } });
  expect(steps.map(({ id }) => id)).toEqual(['forC', 'forAll']);
  expect(steps[0]?.when).toEqual([{ fact: 'failedAttempts', atLeast: 2 }]);
});

it.each(['grade', 'motive', 'relationship', 'ordering', 'receivable', 'currency'] as const)(
  'decides once for all what asks for the %s, whether or not customers may become long-term',
  (fact) => {
    const steps = [aStep({ when: [{ fact, in: ['known'] }] })];
    for (const plan of [aPlan({ steps }), aPlan({ steps, longTerm: { months: 24, paidInvoices: 3 } })]) {
      const left = (value: string) => {
        const lasting = { ...known, facts: { ...facts, relationship: 'standard' } };
        const given =
          fact === 'currency'
            ? { ...lasting, currency: value }
            : { ...lasting, facts: { ...lasting.facts, [fact]: value } };
        return planForFacts(plan, given).steps.map(({ when }) => when);
      };
      expect(left('known')).toEqual([[]]);
      expect(left('another')).toEqual([]);
    }
  },
);

it('decides what asks for the grade of a customer who may become long-term', () => {
  const steps = [aStep({ when: [{ fact: 'grade', in: ['A'] }] })];
  const plan = aPlan({ steps, longTerm: { months: 24, paidInvoices: 3 } });
  expect(planForFacts(plan, { ...known, facts: { ...facts, grade: 'A', relationship: null } }).steps[0]?.when).toEqual(
    [],
  );
});

it.each(['openBalanceMinor', 'failedAttempts', 'failedChannels', 'brokenPromises', 'daysPastDue'] as const)(
  'leaves open what asks for the %s, which changes',
  (fact) => {
    const steps = [aStep({ when: [{ fact, atLeast: 1 }] })];
    expect(planForFacts(aPlan({ steps }), { ...known, facts }).steps).toEqual(steps);
  },
);

it('leaves open what a customer becomes by the rule of the plan (Y14)', () => {
  const steps = [aStep({ when: [{ fact: 'relationship', in: ['longTerm'] }] })];
  const ids = (plan: Plan, relationship: string | null) =>
    planForFacts(plan, { ...known, facts: { ...facts, relationship } }).steps.map(({ id }) => id);
  const longTerm = { months: 24, paidInvoices: 3 };
  expect(ids(aPlan({ steps }), null)).toEqual([]);
  expect(ids(aPlan({ steps, longTerm }), null)).toEqual(steps.map(({ id }) => id));
  expect(ids(aPlan({ steps, longTerm }), 'standard')).toEqual([]);
});

/** What a case does from its beginning to its end, without the positions of steps in the plan. */
function storyOf(life: Life): string[] {
  const told: string[] = [];
  liveAnyCase(life, ({ action, state }) => {
    const step = action.kind === 'wait' ? action.next?.step : 'step' in action ? action.step : undefined;
    const until = action.kind === 'wait' ? action.until : null;
    const passedOver = action.kind === 'perform' ? action.passedOver : [];
    const { code } = action.reason;
    told.push([state.now, action.kind, step?.id, step?.occurrence, until, code, ...passedOver].join(' '));
  });
  return told;
}

const anyLife = fc.record({
  plan: anyPlan,
  place: anyPlace,
  opening: anyOpening,
  // The facts of the debtor stay as they are.
  events: fc.array(anyEvent.filter(({ what }) => what !== 'grade'), { maxLength: 8 }), // prettier-ignore
  chances: fc.array(fc.nat(11), { minLength: 1, maxLength: 8 }),
});

it('lets a case do the same at the same instants as under the whole plan', () => {
  fc.assert(
    fc.property(anyLife, (life) => {
      const plan = planForFacts(life.plan, life.opening);
      expect(storyOf({ ...life, plan })).toEqual(storyOf(life));
    }),
    { numRuns: 60 },
  );
});
