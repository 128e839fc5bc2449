import { changePlan, isSamePlan, needsApproval } from '../../domain/change-plan';
import { aCallStep, aLawyerStep, aLetterStep, aPerformedStep, aPlan, aState, aStep } from '../support/builders';

const old = aPlan();
const [friendly, call, letter, lawyer] = [aStep(), aCallStep(), aLetterStep(), aLawyerStep()];
const version2 = (steps: ReturnType<typeof aStep>[]) => aPlan({ version: 2, hash: 'hash 2', steps });

/** A case of the old plan after its call on day 10. */
const afterCall = aState(
  old,
  { performed: [aPerformedStep('friendly', '2026-03-05T01:00Z'), aPerformedStep('call', '2026-03-12T02:00Z')] },
  { stage: 'call' },
);

const nextStepIn = (steps: ReturnType<typeof aStep>[], state = afterCall) => {
  const plan = version2(steps);
  return plan.steps[changePlan(old, plan, state).nextIndex]?.id ?? 'none';
};

describe('[R17] a case that changes its plan', () => {
  it('goes on after the last step that was performed, wherever it now stands', () => {
    expect(nextStepIn([friendly, call, letter, lawyer])).toBe('letter');
    expect(nextStepIn([call, friendly, letter, lawyer])).toBe('letter');
  });

  it('takes a new step behind that, and makes up for none before it', () => {
    const early = aStep({ id: 'early', day: 5 });
    const late = aStep({ id: 'late', day: 15, severity: 2 });
    expect(nextStepIn([friendly, early, call, late, letter])).toBe('late');
    expect(nextStepIn([friendly, early, call, letter])).toBe('letter');
  });

  it('does not fall back behind the severity it has reached when its last step is gone', () => {
    const soft = aStep({ id: 'soft', day: 12, severity: 1 });
    expect(nextStepIn([friendly, soft, letter, lawyer])).toBe('letter');
    expect(nextStepIn([aStep({ id: 'other', severity: 1 }), aLetterStep({ id: 'notice' })])).toBe('notice');
  });

  it('comes to the end when nothing harder is left', () => {
    expect(nextStepIn([friendly])).toBe('none');
  });

  it('counts what was passed over as behind it', () => {
    const entered = aState(old, {}, { nextIndex: 2 });
    expect(nextStepIn([friendly, call, letter, lawyer], entered)).toBe('letter');
  });

  it('takes each repetition for itself', () => {
    const repeated = [1, 2, 3].map((occurrence) => aStep({ id: 'weekly', occurrence, day: 7 * occurrence }));
    const from = aPlan({ steps: repeated });
    const to = version2([...repeated, aStep({ id: 'weekly', occurrence: 4, day: 28 })]);
    const state = aState(from, { performed: [aPerformedStep('weekly', '2026-03-09T01:00Z')] });
    expect(to.steps[changePlan(from, to, state).nextIndex]).toMatchObject({ id: 'weekly', occurrence: 2 });
  });

  it('keeps what was done, what is open and what is owed', () => {
    const before = { ...afterCall, failedAttempts: 2, openBalanceMinor: 500 };
    const after = changePlan(old, version2([friendly, call, letter]), before);
    expect({ ...after, nextIndex: 0 }).toEqual({ ...before, nextIndex: 0 });
  });

  it('waits for an approval only where the new plan still asks for it', () => {
    const approval = { id: 'a1', step: 'lawyer', occurrence: 1 };
    const waiting = aState(old, {}, { nextIndex: 3, approval });
    const without = version2([friendly, call, letter, aLawyerStep({ approval: null })]);
    expect(changePlan(old, version2([friendly, lawyer]), waiting).approval).toEqual(approval);
    expect(changePlan(old, without, waiting).approval).toBeNull();
    expect(needsApproval(version2([letter]), approval)).toBe(false);
  });
});

describe('a plan to which an event of the invoice adds a step', () => {
  const again = aStep({ id: 'invoiceAgain', day: -5 });
  const added = aPlan({ steps: [again, ...aPlan().steps] });

  it('[S35] is another one although the version is the same, and the step lies ahead', () => {
    expect(isSamePlan(aPlan(), added)).toBe(false);
    expect(isSamePlan(added, { ...added, hash: 'other' })).toBe(false);
    expect(isSamePlan(added, { ...added, steps: [...added.steps] })).toBe(true);
    expect(added.steps[changePlan(aPlan(), added, aState(aPlan())).nextIndex]?.id).toBe('invoiceAgain');
  });
});
