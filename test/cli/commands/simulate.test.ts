import { Writable } from 'node:stream';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { registerSimulate } from '../../../cli/commands/simulate';

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

const none = () => undefined;
const boot = {
  root: '/nowhere',
  dataFolder: '/nowhere',
  progress: { start: none, note: none, done: none, close: none, phases: () => [] },
  interrupts: { handle: none },
};

async function simulate(...args: string[]) {
  const [stdout, stderr] = [collector(), collector()];
  let exitCode = 0;
  const program = new Command('dunwell').exitOverride().configureOutput({ writeErr: none });
  const end = (code: number) => {
    exitCode = code;
  };
  registerSimulate(program, boot, end, { stdout: stdout.stream, stderr: stderr.stream });
  await program.parseAsync(['simulate', ...args], { from: 'user' });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

const row = { invoice: z.string(), debtor: z.string(), step: z.string(), occurrence: z.number(), day: z.number() };
const instant = z.iso.datetime();
const document = z.strictObject({
  policy: z.literal('standard'),
  policyHash: z.string().regex(/^[0-9a-f]{64}$/),
  engine: z.enum(['planner', 'temporal']),
  invoices: z.number(),
  outcomes: z.record(z.string(), z.number()),
  contacts: z.array(
    z.strictObject({ ...row, at: instant, channel: z.string(), outcome: z.enum(['sent', 'coveredBy']) }),
  ),
  tasks: z.array(z.strictObject({ ...row, at: instant, kind: z.string(), role: z.string(), outcome: z.string() })),
  wallMs: z.number(),
});

const file = (lines: readonly string[]): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'dunwell-simulate-test-')), 'book.csv');
  writeFileSync(path, lines.join('\n'));
  return path;
};

const header = 'debtor_number,invoice_number,invoice_date,due_date,amount,currency,paid_date';

describe('dunwell simulate', () => {
  it('writes one JSON document on stdout and its progress on stderr', async () => {
    const { stdout, stderr, exitCode } = await simulate('--generate', '60', '--json');
    expect(exitCode).toBe(0);
    const found = document.parse(JSON.parse(stdout));
    expect(found).toMatchObject({ engine: 'planner', invoices: 60 });
    expect(Object.values(found.outcomes).reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(found.contacts.length).toBeGreaterThan(60);
    expect(stderr).toContain('Invoices: 60 of 60');
  });

  it('gives the same rows in the same order each time', async () => {
    const args = ['--generate', '40', '--seed', '3', '--json'];
    const [first, second] = [await simulate(...args), await simulate(...args)].map(({ stdout }) => {
      const { wallMs: _, ...rest } = document.parse(JSON.parse(stdout));
      return rest;
    });
    expect(first).toEqual(second);
    const keys = first?.contacts.map(({ at, invoice, step }) => `${at} ${invoice} ${step}`) ?? [];
    expect(keys).toEqual([...keys].sort());
  });

  it('lets money of a file arrive on its date, and ends where it is told to', async () => {
    const book = file([
      header,
      'D1,I-1,2026-01-05,2026-02-04,50000.00,CNY,2026-03-11',
      'D2,I-2,2026-01-05,2026-02-04,50000.00,CNY,',
    ]);
    const found = async (...more: string[]) =>
      document.parse(JSON.parse((await simulate(book, '--json', ...more)).stdout));
    const paid = await found();
    expect(paid.outcomes).toEqual({ open: 1, settled: 1 });
    const steps = paid.contacts.filter(({ invoice }) => invoice === 'I-1').map(({ step }) => step);
    expect(steps).toEqual(['friendlyReminder', 'formalLetter']);
    // D+3 is a Saturday; Monday the 9th, 09:00 in Shanghai.
    expect(paid.contacts[0]).toMatchObject({ invoice: 'I-1', at: '2026-02-09T01:00:00.000Z', day: 5 });
    expect((await found('--payments', 'none')).outcomes).toEqual({ open: 2 });
    expect((await found('--until', '2026-02-09')).contacts).toEqual([]);
    expect((await found('--limit', '1')).invoices).toBe(1);
  });

  it('leaves tasks open while people are absent', async () => {
    const { tasks } = document.parse(
      JSON.parse((await simulate('--generate', '20', '--people', 'absent', '--json')).stdout),
    );
    expect(new Set(tasks.map(({ outcome }) => outcome))).toEqual(new Set(['open', 'ignored']));
  });

  it('shows people endings, channels, steps and the time that it took', async () => {
    const { stdout } = await simulate('--generate', '60');
    expect(stdout).toContain('Invoices by ending: 60');
    expect(stdout).toMatch(/email +\d+ +[\d.]+ % +█+/);
    expect(stdout).toMatch(/Tasks by step: [\d,]+/);
    expect(stdout).toMatch(/Took [\d.]+ s/);
  });

  it('names the rows that it leaves out', async () => {
    const book = file([header, 'D1,I-1,2026-01-05,2026-02-04,5,CNY,', 'D1,I-2,2026-01-05,2026-02-30,5,CNY,']);
    const { stdout, stderr } = await simulate(book, '--json');
    expect(document.parse(JSON.parse(stdout)).invoices).toBe(1);
    expect(stderr).toContain('line 3, due_date: found "2026-02-30"');
  });

  it.each([
    [[], 'Expected either a CSV file or --generate <n>.'],
    [['book.csv', '--generate', '3'], 'Expected either a CSV file or --generate <n>.'],
    [['/nowhere/book.csv'], '/nowhere/book.csv is no file that can be read.'],
    [['--generate', '3', '--zone', 'Mars/Base'], '--zone Mars/Base is no time zone'],
    [['--generate', '3', '--until', '2026-02-30'], '--until 2026-02-30 is no calendar date'],
    [['--generate', '3', '--policy', 'none'], 'There is no policy none; expected'],
    [['--generate', '0'], "argument '0' is invalid. Expected a whole number above 0."],
    [['book.csv', '--map', '/nowhere/map.yaml'], '--map /nowhere/map.yaml cannot be read'],
    [['--generate', '3', '--engine', 'fast'], 'Allowed choices are planner, temporal.'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    await expect(simulate(...args)).rejects.toThrow(sentence);
  });
});
