import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import { z } from 'zod';
import { registerPolicyCompare } from '../../../cli/commands/policy-compare';
import { createOutput } from '../../../cli/output';

function collector() {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

async function compare(...args: string[]) {
  const [stdout, stderr] = [collector(), collector()];
  let exitCode = 0;
  const program = new Command('dunwell').exitOverride().configureOutput({ writeErr: () => undefined });
  const policy = program.command('policy');
  registerPolicyCompare({
    policy,
    end: (code) => {
      exitCode = code;
    },
    output: ({ json = false }) => createOutput(json, { stdout: stdout.stream, stderr: stderr.stream }),
  });
  await program.parseAsync(['policy', 'compare', ...args], { from: 'user' });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'dunwell-compare-test-'));

const count = z.number().int().nonnegative();
const counts = z.record(z.string(), count);
const spread = {
  invoices: count,
  p10: z.number().nullable(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
};
const amount = z.string().regex(/^\d+\.\d{2}$/);
const report = z.strictObject({
  invoices: count,
  touched: count,
  contacts: z.strictObject({ total: count, covered: count, byChannel: counts, byRole: counts }),
  tasks: z.strictObject({ total: count, byKind: counts, byRole: counts }),
  firstContactDay: z.strictObject(spread),
  stages: z.array(z.strictObject({ stage: z.string(), ...spread })),
  offers: count,
  letters: count,
  legalSteps: count,
  cost: z.strictObject({ currency: z.literal('CNY'), messages: amount, tasks: amount, total: amount }),
});
const both = <T extends z.ZodType>(one: T) => z.strictObject({ a: one, b: one });
const weeks = z.array(
  z.strictObject({ role: z.string(), weeks: z.array(z.strictObject({ week: z.iso.date(), tasks: count })) }),
);
const document = z.strictObject({
  note: z.string(),
  definitions: z.string(),
  assumptions: z.string(),
  book: z.strictObject({ kind: z.enum(['file', 'generated']), invoices: count, debtors: count, problems: count }),
  until: z.string().nullable(),
  daysAfterLastDue: count.nullable(),
  policies: both(z.strictObject({ policy: z.string(), version: count, hash: z.string().regex(/^[0-9a-f]{64}$/) })),
  prices: z.strictObject({
    source: z.string(),
    currency: z.string(),
    messages: z.record(z.string(), amount),
    tasks: z.record(z.string(), amount),
  }),
  whole: both(report),
  tasksPerWeek: both(weeks),
  segments: z.array(
    z.strictObject({
      dimension: z.enum(['size', 'grade', 'country']),
      value: z.string(),
      invoices: count,
      a: report,
      b: report,
    }),
  ),
  wallMs: count,
});

const parsed = (text: string) => document.parse(JSON.parse(text));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it('prints one document on stdout that says what it is not, and leaves progress to stderr', async () => {
  const { exitCode, stdout, stderr } = await compare('standard', 'standard', '--generate', '200', '--json');
  expect(exitCode).toBe(0);
  const { note, book, whole, tasksPerWeek, segments } = parsed(stdout);
  expect(note).toContain('Payment dates are history');
  expect(book).toMatchObject({ kind: 'generated', invoices: 200, problems: 0 });
  expect(stderr).toContain('200 of 200');
  expect(whole.a).toEqual(whole.b);
  expect(whole.a.contacts.total).toBeGreaterThan(100);
  expect(sum(Object.values(whole.a.contacts.byChannel))).toBe(whole.a.contacts.total);
  expect(sum(Object.values(whole.a.tasks.byRole))).toBe(whole.a.tasks.total);
  expect(sum(tasksPerWeek.a.flatMap((role) => role.weeks.map(({ tasks }) => tasks)))).toBe(whole.a.tasks.total);
  for (const dimension of ['size', 'grade', 'country'] as const) {
    const parts = segments.filter((segment) => segment.dimension === dimension);
    expect(sum(parts.map(({ invoices }) => invoices))).toBe(200);
    expect(sum(parts.map(({ a }) => a.tasks.total))).toBe(whole.a.tasks.total);
  }
});

it('writes the document and a picture that needs nothing else', async () => {
  const folder = join(newFolder(), 'new');
  const { stdout } = await compare(
    'standard',
    'standard',
    '--generate',
    '50',
    '--out',
    folder,
    '--lang',
    'zh-CN',
    '--json',
  );
  expect(JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8'))).toEqual(JSON.parse(stdout));
  const svg = readFileSync(join(folder, 'comparison.svg'), 'utf8');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
  expect(svg).toContain('付款日期是历史数据');
  // Roles, channels and stages in words, days on an axis with the due date, and no line that begins with a full stop.
  for (const text of ['负责人', '电话', '友好提醒', '>0<', '>30<', '>−30<']) expect(svg).toContain(text);
  expect(svg).not.toMatch(/creditManager|preDue|>[。，；：！？）]/);
  expect(svg).not.toMatch(/(href|src|url)\s*=|NaN|undefined/);
});

it.each([
  ['en', 'Payment dates are history'],
  ['zh-CN', '付款日期是历史数据'],
])('shows tables to people in %s', async (lang, words) => {
  const { stdout } = await compare('standard', 'standard', '--generate', '50', '--lang', lang);
  expect(stdout).toContain(words);
});

it('takes prices from a table of the house', async () => {
  const prices = join(newFolder(), 'prices.yaml');
  writeFileSync(prices, "source: our controller\ncurrency: CNY\nmessages: { email: '1.00' }\ntasks: {}\n");
  const { stdout } = await compare('standard', 'standard', '--generate', '50', '--prices', prices, '--json');
  const { whole, prices: shown } = parsed(stdout);
  expect(shown.source).toBe('our controller');
  expect(whole.a.cost.total).toBe(`${whole.a.contacts.byChannel['email'] ?? 0}.00`);
});

describe('what cannot be done is said in one sentence', () => {
  const twice = ['standard', 'standard'] as const;
  const badPrices = join(newFolder(), 'prices.yaml');
  writeFileSync(badPrices, "source: x\ncurrency: CNY\nmessages: { pigeon: '1.00' }\ntasks: {}\n");
  const aFile = join(newFolder(), 'file');
  writeFileSync(aFile, '');
  it.each([
    [
      'an unknown policy',
      ['standard', 'seed-999', '--generate', '5'],
      /There is no policy seed-999; expected .*standard/,
    ],
    ['no book', [...twice], /either a CSV file or --generate/],
    ['two books', [...twice, '--book', 'x.csv', '--generate', '5'], /either a CSV file or --generate/],
    ['a missing file', [...twice, '--book', '/nowhere/x.csv'], /\/nowhere\/x\.csv is no file that can be read/],
    [
      'a wrong currency',
      [...twice, '--generate', '5', '--currency', 'dollars'],
      /--currency dollars is no currency code/,
    ],
    ['no invoices', [...twice, '--generate', '0'], /Expected a whole number above 0/],
    ['fewer than no invoices', [...twice, '--generate', '-5'], /Expected a whole number/],
    ['too many invoices', [...twice, '--generate', '1000000000000'], /Expected at most 10000000/],
    ['a number in letters', [...twice, '--generate', '1e12'], /Expected a whole number/],
    [
      'a zone that does not exist',
      [...twice, '--generate', '5', '--zone', 'Mars/Base'],
      /--zone Mars\/Base is no time zone/,
    ],
    [
      'a day that does not exist',
      [...twice, '--generate', '5', '--until', '2026-02-30'],
      /--until 2026-02-30 is no calendar date/,
    ],
    [
      'no price table',
      [...twice, '--generate', '5', '--prices', '/nowhere/p.yaml'],
      /price table \/nowhere\/p\.yaml cannot be used/,
    ],
    [
      'a wrong price table',
      [...twice, '--generate', '5', '--prices', badPrices],
      /price table .* cannot be used: .*pigeon/,
    ],
    ['a folder that cannot be made', [...twice, '--generate', '5', '--out', join(aFile, 'x')], /--out .* is no folder/],
  ])('%s', async (_, args, message) => {
    await expect(compare(...args)).rejects.toThrow(message);
  });
});
