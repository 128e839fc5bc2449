import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { standardLimits } from '../../domain/contact/limits';
import { compilePlan } from '../../domain/policy/compile';
import type { TemplateSet } from '../../domain/policy/templates';
import { packNames } from '../../services/pack-texts';
import { policyHash } from '../../services/policy-document';
import { type CheckedPack, type PolicyPack, checkPack, readPack } from '../../services/policy-packs';
import { productPresets } from '../../services/policy-presets';

const policies = join(__dirname, '..', '..', 'policies');
const text = readFileSync(join(policies, 'standard', 'policy.yaml'), 'utf8');

let product: Promise<PolicyPack> | null = null;

/** The pack of the product; checked once, which takes half a second. */
const standard = (): Promise<PolicyPack> => (product ??= readStandard());

async function readStandard(): Promise<PolicyPack> {
  const checked = await readPack(policies, 'standard');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.pack;
}

const problemsOf = (checked: CheckedPack) => (checked.ok ? [] : checked.problems);

/** The line of `standard` on which `part` stands first, from 1. */
const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

/** Which step of `standard` has `part` first, from 0. */
const stepWith = (part: string) =>
  text.slice(text.indexOf('\nsteps:'), text.indexOf(part)).split('\n  - id:').length - 2;

/** `standard` with one part of its text replaced; the part must be there. */
function changed(part: string, replacement: string): string {
  expect(text).toContain(part);
  return text.replace(part, replacement);
}

describe('the pack standard', () => {
  it('is right, and so is every pack in the folder', async () => {
    for (const name of await packNames(policies)) expect(problemsOf(await readPack(policies, name))).toEqual([]);
  });

  it('has the ladder of the decisions for a debtor whom nobody classified', async () => {
    const { policy, hash } = await standard();
    const steps = compilePlan(policy, hash)
      .steps.filter(({ when }) => when.every(({ fact }) => fact.startsWith('failed')))
      .map(({ id, day, effect, channel }) => `${day} ${id} ${effect} ${channel}`);
    expect(steps).toEqual([
      '3 friendlyReminder sendReminder email',
      '10 call openCallTask call',
      '20 formalLetter sendLetter letter',
      '30 managerReview escalateToManager internal',
      '46 lawyerLetter instructLawyer internal',
      '53 courtPapers openReviewTask internal',
    ]);
  });

  it('X6 has no step before the due date for grade A or an ungraded debtor', async () => {
    const { policy, hash } = await standard();
    const gradesOf = (day: number) =>
      compilePlan(policy, hash)
        .steps.filter((step) => step.day === day)
        .map(({ when }) => when);
    expect(gradesOf(-30)).toEqual([[{ fact: 'grade', in: ['C'] }]]);
    expect(gradesOf(-15)).toEqual([[{ fact: 'grade', in: ['B', 'C'] }]]);
    expect(gradesOf(-3)).toEqual([[{ fact: 'grade', in: ['C'] }]]);
    expect(gradesOf(3)).toEqual([[]]);
  });

  it('S57 instructs a lawyer only beyond 45 days, after three failed attempts and with approval, never as an entry', async () => {
    const { policy, hash } = await standard();
    const lawyer = compilePlan(policy, hash).steps.find(({ id }) => id === 'lawyerLetter');
    expect(lawyer).toMatchObject({
      day: 46,
      entry: false,
      when: [
        { fact: 'failedAttempts', atLeast: 3 },
        { fact: 'failedChannels', atLeast: 2 },
      ],
      approval: { role: 'manager' },
    });
  });

  it('S58 prepares court papers seven days after the lawyer, however late that was', async () => {
    const { policy, hash } = await standard();
    expect(compilePlan(policy, hash).steps.find(({ id }) => id === 'courtPapers')).toMatchObject({
      after: { steps: ['lawyerLetterMalicious', 'lawyerLetter'], days: 7 },
      entry: false,
    });
  });

  it('has the hours of X9 for calls and those of our own choice for the rest', async () => {
    const { policy, hash } = await standard();
    const { windows } = compilePlan(policy, hash);
    expect(windows.call).toEqual({
      ranges: [
        [600, 690],
        [900, 1020],
      ],
      workingDaysOnly: true,
    });
    for (const channel of ['email', 'sms', 'letter', 'internal'] as const) {
      expect(windows[channel]).toEqual({ ranges: [[540, 1050]], workingDaysOnly: true });
    }
  });
});

describe('the hash of a policy', () => {
  const hashOf = (policyText: string, templates: TemplateSet) => {
    const checked = checkPack(policyText, templates);
    return checked.ok ? checked.pack.hash : checked.problems;
  };

  it('does not depend on comments, order of fields and layout', async () => {
    const { templates, hash } = await standard();
    expect(hashOf(`# another comment\n${text}`, templates)).toBe(hash);
    expect(
      hashOf(changed('{ value: 3, ownChoice: decisions 2.2 }', '\n  ownChoice: decisions 2.2\n  value: 3'), templates),
    ).toBe(hash);
  });

  it('changes with a value and with a word of a template', async () => {
    const { templates, hash, document } = await standard();
    const hashes = [
      hash,
      hashOf(changed('minGapDays: { value: 3', 'minGapDays: { value: 4'), templates),
      hashOf(text, { ...templates, 'friendly.en.sms': `${templates['friendly.en.sms']} ` }),
    ];
    expect(new Set(hashes).size).toBe(3);
    expect(policyHash(document, templates)).toBe(hash);
  });
});

describe('limits beside the budget of the debtor', () => {
  const limitsOf = async (limits: string) => {
    const { templates } = await standard();
    const stated = text.replace(/\nlimits:\n( {2}.*\n)+/, `\nlimits: ${limits}\n`);
    expect(stated).not.toBe(text);
    const checked = checkPack(stated, templates);
    if (!checked.ok) return checked.problems;
    const { limits: compiled } = compilePlan(checked.pack.policy, checked.pack.hash);
    return { ...compiled, stored: checked.pack.document };
  };

  it('are what the policy states, else those of the product', async () => {
    const { policy, hash } = await standard();
    expect(compilePlan(policy, hash).limits).toEqual({
      ...standardLimits,
      perAddress: { perDay: 2, per7Days: 4, per30Days: 12 },
    });
    expect(await limitsOf('{ daysAfterTalk: 3, ownChoice: U1 }')).toMatchObject({
      ...standardLimits,
      daysAfterTalk: 3,
    });
  });

  it.each([
    ['us-reg-f-7-in-7', { attempts: { perDay: 7, per7Days: 7 }, daysAfterTalk: 7 }],
    ['gb-t-45251-2025', { attempts: { perDay: 3, per7Days: 21 }, daysAfterTalk: 0 }],
  ])('take over %s when the policy asks for it, into the document that is stored', async (preset, expected) => {
    const limits = await limitsOf(`{ preset: ${preset}, ownChoice: U1 }`);
    expect(limits).toMatchObject({ ...expected, conversations: standardLimits.conversations });
    expect(limits).toMatchObject({ stored: { limits: { preset, attempts: expected.attempts } } });
    expect(productPresets().find((known) => known.preset === preset)).toMatchObject({ bindsB2B: false });
  });

  it('stand against a preset where the policy states its own', async () => {
    const limits = await limitsOf('{ preset: us-reg-f-7-in-7, daysAfterTalk: 9, ownChoice: U1 }');
    expect(limits).toMatchObject({ daysAfterTalk: 9, attempts: { per7Days: 7 } });
  });

  it('know no other preset', async () => {
    expect(await limitsOf('{ preset: fair-play, ownChoice: U1 }')).toMatchObject([
      { path: 'limits.preset', value: 'fair-play', line: lineOf('\nlimits:') + 1 },
    ]);
  });
});

describe('a broken policy', () => {
  it.each([
    ['an unknown field', 'severity: 5', 'severity: 5\n    colour: red', 'colour', 1],
    ['a milder step (S79)', 'severity: 5', 'severity: 3', 'severity', 0],
    ['an unknown stage', 'stage: manager', 'stage: boss', 'stage', 0],
    ['an unknown channel', 'channel: letter', 'channel: pigeon', 'channel', 0],
    ['a step after an unknown one', 'after: { step: [lawyer', 'after: { step: [ghost', 'after.step', 0],
    ['a template without a file', 'template: friendly', 'template: unfriendly', 'template', 0],
  ])('is reported with its line: %s', async (_case, part, replacement, field, offset) => {
    const { templates } = await standard();
    const path = `steps.${stepWith(part)}.${field}`;
    const found = problemsOf(checkPack(changed(part, replacement), templates)).find((problem) => problem.path === path);
    expect(found?.line).toBe(lineOf(part) + offset);
  });

  it.each([
    ['a duplicate key', 'version: 1', 'version: 1\nversion: 2', 'unique'],
    ['a tab', '    day: -30', '\tday: -30', 'valid YAML'],
    ['an open bracket', 'languages: [zh-CN, en]', 'languages: [zh-CN, en', 'valid YAML'],
    ['an alias of nothing', 'version: 1', 'version: *nothing', 'valid YAML'],
  ])('is one clear error: %s', async (_case, part, replacement, expected) => {
    const { templates } = await standard();
    const problems = problemsOf(checkPack(changed(part, replacement), templates));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.expected).toContain(expected);
    expect(problems[0]?.line).toBeGreaterThan(1);
  });

  it('is refused when its aliases explode', async () => {
    const { templates } = await standard();
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, inner] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => [pair[0], pair[1]])) {
      bomb.push(`${name}: &${name} [${new Array(9).fill(`*${inner}`).join(', ')}]`);
    }
    expect(problemsOf(checkPack(bomb.join('\n'), templates))[0]?.expected).toContain('alias');
  });

  it('is refused when it is too long, empty, or has two documents', async () => {
    const { templates } = await standard();
    expect(problemsOf(checkPack('#'.repeat(10_000_000), templates))[0]?.expected).toContain('at most 1000000 bytes');
    expect(problemsOf(checkPack('', templates))).toMatchObject([{ path: '', expected: 'a policy' }]);
    expect(problemsOf(checkPack(`${text}\n---\n${text}`, templates))[0]?.expected).toContain('valid YAML');
  });

  it('is refused when it begins with a byte order mark, which says where it comes from', async () => {
    const { templates } = await standard();
    const expected = [{ path: '', expected: 'UTF-8 without a byte order mark', line: 1, column: 1 }];
    expect(problemsOf(checkPack(`\uFEFF${text}`, templates))).toMatchObject(expected);
  });

  it.each([
    ['friendly.en.sms', '{{ creditor }} {{ amount }}', 'undefined variable: amount'],
    ['pre-due.zh-CN.sms', '{{ payBy }}', 'undefined variable: payBy'],
    ['friendly.en.email', 'no subject', 'must begin with "Subject: '],
    ['friendly.en.sms', '{% if %}', 'friendly.en.sms.liquid cannot be rendered'],
  ])('is refused when template %s cannot be rendered', async (key, template, expected) => {
    const { templates } = await standard();
    const problems = problemsOf(checkPack(text, { ...templates, [key]: template }));
    expect(problems.map(({ path }) => path)).toEqual([`templates.${key}`]);
    expect(problems[0]?.expected).toContain(expected);
  });

  it('X1 is refused when a message announces a legal step that the plan does not have', async () => {
    const { templates } = await standard();
    const withoutLawyer = text.replaceAll('effect: instructLawyer', 'effect: openReviewTask');
    const problems = problemsOf(checkPack(withoutLawyer, templates));
    const letters = ['formal-letter', 'formal-letter-gentle', 'second-letter'].flatMap((letter) =>
      ['en.email', 'en.letter', 'zh-CN.email', 'zh-CN.letter'].map((form) => `templates.${letter}.${form}`),
    );
    expect(problems.map(({ path }) => path).sort()).toEqual(letters.sort());
    expect(problems[0]?.expected).toContain('announcedDate');
  });
});
