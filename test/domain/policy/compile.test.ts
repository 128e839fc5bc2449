import * as fc from 'fast-check';
import { channels } from '../../../domain/channels';
import { announcedLegalDay } from '../../../domain/policy/announced';
import { compilePlan } from '../../../domain/policy/compile';
import { checkTemplates, neededTemplates } from '../../../domain/policy/templates';
import { productWordingLists } from '../../../services/wording-lists';
import { addDays, parseDay } from '../../../domain/time';
import { aDocument, aLawyerStep, aReminder, policyOf } from './a-policy';

const compiled = (overrides: Readonly<Record<string, unknown>> = {}) =>
  compilePlan(policyOf(aDocument(overrides)), 'abc');

describe('a compiled plan', () => {
  it('has every value of its policy, as plain JSON', () => {
    const plan = compiled();
    expect(plan).toEqual(JSON.parse(JSON.stringify(plan)));
    expect(plan).toMatchObject({
      v: 1,
      policy: 'small',
      version: 1,
      hash: 'abc',
      stages: ['early', 'late'],
      minGapDays: 3,
      reviewEveryDays: 30,
      catchUp: 'fitting',
      promiseGraceBankDays: 2,
      unknownAfterHours: 24,
      caps: { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48 },
      review: { role: 'manager', deadlineDays: 5 },
    });
    expect(plan.steps[1]).toEqual({
      id: 'lawyer',
      occurrence: 1,
      day: 46,
      stage: 'late',
      effect: 'instructLawyer',
      channel: 'internal',
      fallback: [],
      role: 'legal',
      addressee: 'nobody',
      severity: 5,
      formal: false,
      entry: false,
      template: null,
      when: [{ fact: 'failedAttempts', atLeast: 3 }],
      approval: { role: 'manager' },
      task: { deadlineDays: 5, escalateTo: null, blocks: false },
      sources: ['S57'],
    });
  });

  it('has a window for each channel, the default one where none is named', () => {
    const own = { ranges: ['10:00-11:30', '15:00-17:00'], workingDaysOnly: false, sources: ['S172'] };
    const { windows } = compiled({
      windows: { default: { ranges: ['09:00-17:30'], workingDaysOnly: true, ownChoice: 'U1' }, call: own },
    });
    expect(Object.keys(windows).sort()).toEqual([...channels].sort());
    expect(windows.call).toEqual({
      ranges: [
        [600, 690],
        [900, 1020],
      ],
      workingDaysOnly: false,
    });
    expect(windows.email).toEqual({ ranges: [[540, 1050]], workingDaysOnly: true });
  });

  it('gives a step after another one its day, and keeps the distance', () => {
    const papers = aLawyerStep({ id: 'papers', day: undefined, after: { step: 'lawyer', days: 7 }, ownChoice: 'U8' });
    const last = compiled({ steps: [aReminder(), aLawyerStep(), papers] }).steps[2];
    expect(last).toMatchObject({ day: 53, after: { steps: ['lawyer'], days: 7 }, sources: ['S57', 'U8'] });
  });
});

describe('the legal day that a message announces', () => {
  const today = parseDay('2026-07-26');
  const steps = [
    aReminder({ id: 'letter', day: 20 }),
    aReminder({ id: 'manager', day: 30 }),
    aReminder({ id: 'extra', day: 31, when: [{ fact: 'grade', in: ['C'] }] }),
    aLawyerStep({ day: 46 }),
  ];
  const announced = (stageDay: number, step = 'letter', lawyerDay = 46) => {
    const plan = compiled({ steps: [...steps.slice(0, 3), aLawyerStep({ day: lawyerDay })] });
    const day = announcedLegalDay(plan, { step, today, stageDay });
    return day === null ? null : day - today;
  };

  it('X1 is the day of the real step and moves with it', () => {
    expect(announced(20)).toBe(26);
    expect(announced(20, 'letter', 61)).toBe(41);
  });

  it('lies in the future also for a case that enters late: one gap for each step before it', () => {
    expect(announced(40)).toBe(6);
    expect(announced(400)).toBe(6);
  });

  it('is nothing when no legal step follows', () => {
    expect(announced(46, 'lawyer')).toBeNull();
    expect(announced(20, 'ghost')).toBeNull();
  });

  it('is never before the step allows nor in the past', () => {
    const plan = compiled({ steps });
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 2000 }), (stageDay) => {
        const day = announcedLegalDay(plan, { step: 'letter', today, stageDay });
        expect(day).not.toBeNull();
        expect(day).toBeGreaterThan(today);
        expect(Number(day)).toBeGreaterThanOrEqual(addDays(today, 46 - stageDay));
      }),
    );
  });
});

describe('the templates of a policy', () => {
  const wording = productWordingLists();
  const policy = policyOf(
    aDocument({ languages: ['zh-CN', 'en'], steps: [aReminder({ fallback: ['sms', 'voice'] })] }),
  );
  const complete = Object.fromEntries([...neededTemplates(policy).keys()].map((key) => [key, 'text']));

  it('are one for each language and form', () => {
    expect(Object.keys(complete).sort()).toEqual([
      'friendly.en.email',
      'friendly.en.sms',
      'friendly.zh-CN.email',
      'friendly.zh-CN.sms',
    ]);
    expect(checkTemplates(policy, complete, wording)).toEqual([]);
  });

  it('are refused when one is missing or belongs to no step', () => {
    const { 'friendly.en.sms': _removed, ...rest } = complete;
    expect(checkTemplates(policy, { ...rest, 'friendly.fr.email': 'text' }, wording)).toMatchObject([
      { path: 'steps.0.template', value: 'friendly', expected: 'a template file friendly.en.sms.liquid' },
      { path: 'templates.friendly.fr.email', value: 'friendly.fr.email', expected: 'a template that a step uses' },
    ]);
  });

  it.each([
    ['在30天后启动法律程序', '法律程序'],
    ['we will go to court after 30 days', 'court'],
    ['Our lawyer will write to you', 'lawyer'],
  ])('X1 are refused when they announce a legal step without its computed date: %s', (sentence, value) => {
    const problems = checkTemplates(policy, { ...complete, 'friendly.en.sms': `Hello\n${sentence}` }, wording);
    expect(problems[0]).toMatchObject({ path: 'templates.friendly.en.sms', value, line: 2 });
  });

  it('may announce a legal step with its computed date', () => {
    const text = 'We may instruct a lawyer on {{ announcedDate }}.';
    expect(checkTemplates(policy, { ...complete, 'friendly.en.sms': text }, wording)).toEqual([]);
  });
});
