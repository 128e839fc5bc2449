import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import { z } from 'zod';
import { registerPolicy } from '../../../cli/commands/policy';
import { contextOpener } from '../../../cli/commands/context';

const root = join(__dirname, '..', '..', '..');

const none = () => undefined;
const boot = {
  root,
  dataFolder: '/nowhere',
  progress: { start: none, note: none, done: none, close: none, phases: () => [] },
  interrupts: { handle: none },
};

/** Runs `dunwell policy …` without a terminal and without an installation. */
async function policy(...args: string[]) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const streams = { stdout: stream, stderr: stream };
  let code = -1;
  const program = new Command('dunwell').exitOverride().configureOutput({ writeErr: none });
  const end = (exitCode: number) => {
    code = exitCode;
  };
  registerPolicy(program, boot, end, contextOpener('/nowhere', streams), streams);
  await program.parseAsync(['policy', ...args], { from: 'user' });
  return { code, text: chunks.join('') };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
  cpSync(join(root, 'policies', 'standard'), join(folder, 'standard'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function edit(part: string, replacement: string): void {
  const file = join(folder, 'standard', 'policy.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(part);
  writeFileSync(file, text.replace(part, replacement));
}

const rowsOf = (text: string) =>
  z
    .object({ rows: z.array(z.object({ day: z.number(), date: z.string(), step: z.string(), kind: z.string() })) })
    .parse(JSON.parse(text))
    .rows.map(({ day, date, kind }) => `${day} ${date} ${kind}`);

const example = ['--due', '2026-07-06', '--invoice-date', '2026-05-07', '--amount', '80000', '--currency', 'CNY'];

describe('dunwell policy', () => {
  it('lists every pack with version and hash', async () => {
    const { text } = await policy('list', '--json');
    const rows = z
      .array(z.strictObject({ name: z.string(), version: z.number(), hash: z.string().length(64) }))
      .parse(JSON.parse(text));
    expect(rows.map(({ name }) => name)).toEqual([
      'seed-000',
      'seed-001',
      'seed-002',
      'seed-003',
      'seed-004',
      'standard',
    ]);
  });

  it('checks files and folders, and names each fault by file, line and column', async () => {
    expect((await policy('check', folder)).code).toBe(0);
    edit('severity: 5', 'severity: 5\n    colour: red');
    const { code, text } = await policy('check', join(folder, 'standard', 'policy.yaml'));
    expect(code).toBe(1);
    expect(text).toMatch(/standard\/policy\.yaml:\d+:5: steps\.\d+\.colour: expected no such field, found red\n/);
  });

  it.each([
    ['severity: 5', 'severity: 5\n    colour: red', /:5: steps\.\d+\.colour: 应为：没有这个字段；实际：red\n/, 1],
    [
      'severity: 5',
      'severity: 3',
      /:5: steps\.\d+\.severity: 应为：不低于 4，即前面步骤 \w+ 的强度（S79）；实际：3\n/,
      0,
    ],
    [
      'channel: letter',
      'channel: pigeon',
      /:5: steps\.\d+\.channel: 应为：以下之一：email, sms, .*；实际：pigeon\n/,
      0,
    ],
    ['stages:', 'stages: { a: 1 }\nstages:', /:1: 应为：有效的 YAML：每个键只出现一次；实际：stages: .*\n/, 1],
    [
      'after: { step: [lawyer',
      'after: { step: [ghost',
      /:\d+: steps\.\d+\.after\.step: 应为：.+ id；实际：ghost\w*\n/,
      0,
    ],
  ])(
    'names the fault of a broken copy in Chinese, with line, path, value and what was expected: %j',
    async (...given) => {
      const [part, broken, fault, linesBelow] = given;
      const file = join(folder, 'standard', 'policy.yaml');
      const line = readFileSync(file, 'utf8').split(part)[0]?.split('\n').length ?? 0;
      edit(part, broken);
      const { code, text } = await policy('check', file, '--lang', 'zh-CN');
      expect(code).toBe(1);
      expect(text).toMatch(fault);
      expect(text).toContain(`standard/policy.yaml:${line + linesBelow}:`);
      expect(text).toMatch(/共 \d+ 处错误；这些文件的内容均不采用。\n$/);
    },
  );

  it('names words that a template may not use in Chinese, and the code of the rule for programs', async () => {
    const template = join(folder, 'standard', 'templates', 'friendly.zh-CN.sms.liquid');
    writeFileSync(template, `${readFileSync(template, 'utf8').trim()}后果自负。\n`);
    const { text } = await policy('check', join(folder, 'standard'), '--lang', 'zh-CN');
    expect(text).toMatch(/friendly\.zh-CN\.sms\.liquid:1:\d+: 应为：不得威胁对方（S215 .*）；实际：后果自负\n/);
    const { text: json } = await policy('check', join(folder, 'standard'), '--json');
    const expected: unknown = expect.stringMatching(/^no threat \(S215/);
    const problem = { code: 'words.threat', value: '后果自负', expected };
    expect(JSON.parse(json)).toMatchObject({ ok: false, files: [{ problems: [problem] }] });
  });

  it('lives through an invoice that nobody pays, in order, until the first review', async () => {
    const rows = rowsOf((await policy('timeline', 'seed-000', ...example, '--json')).text);
    expect(rows).toEqual([
      '-14 2026-06-22 sendReminder',
      '3 2026-07-09 sendReminder',
      '10 2026-07-16 openCallTask',
      '20 2026-07-27 sendLetter',
      '46 2026-08-21 instructLawyer',
      '53 2026-08-28 openReviewTask',
    ]);
  });

  it('takes the steps for debtors of high risk when it is told the risk, and refuses what is none', async () => {
    const calls = async (...risk: string[]) =>
      rowsOf((await policy('timeline', 'standard', ...example, ...risk, '--json')).text).filter((row) =>
        row.startsWith('-20 '),
      );
    expect(await calls('--risk-score', '70')).toEqual(['-20 2026-06-16 openCallTask']);
    expect(await calls('--risk-score', '69')).toEqual([]);
    for (const none of ['101', '-1', '70.5', 'high'])
      await expect(policy('timeline', 'standard', ...example, '--risk-score', none)).rejects.toThrow('--risk-score');
  });

  it('shows what happens when nobody acts: tasks are ignored and approvals wait', async () => {
    const absent = rowsOf((await policy('timeline', 'seed-000', ...example, '--people', 'absent', '--json')).text);
    expect(absent.some((row) => row.endsWith('escalation'))).toBe(true);
    expect(absent.at(-1)).toMatch(/^20 .* requestApproval$/);
  });

  it('writes in Chinese when asked', async () => {
    expect((await policy('timeline', 'seed-000', ...example, '--lang', 'zh-CN')).text).toContain('减免利息 50%');
    expect((await policy('show', 'seed-000', '--lang', 'zh-CN')).text).toContain('账期过半');
    expect((await policy('diff', 'seed-000', 'seed-000', '--lang', 'zh-CN')).text).toBe('两者内容相同。\n');
    await expect(policy('timeline', 'gone', ...example, '--lang', 'zh-CN')).rejects.toThrow('没有策略 gone');
    await expect(policy('timeline', 'standard', ...example, '--zone', 'Moon', '--lang', 'zh-CN')).rejects.toThrow(
      '--zone Moon 不是时区',
    );
  });

  it('draws a picture that is well-formed and names every step', async () => {
    const file = join(folder, 'ladder.svg');
    await policy('show', 'seed-002', '--svg', file);
    const svg = readFileSync(file, 'utf8');
    expect(svg).toMatch(/^<svg [^>]+>[\s\S]+<\/svg>\n$/);
    for (const step of ['confirmAndAssist', 'weeklyCall', 'ultimatum', 'legalStart'])
      expect(svg).toContain(`<title>${step}`);
  });

  it('tells how two policies differ', async () => {
    edit('version: 1', 'version: 2');
    edit('perDay: 1', 'perDay: 2');
    const { text } = await policy('diff', 'standard', join(folder, 'standard'), '--json');
    expect(JSON.parse(text)).toMatchObject({
      differences: [
        { path: 'version', change: 'changed', a: 1, b: 2 },
        { path: 'caps.perDay', change: 'changed', a: 1, b: 2 },
      ],
    });
  });

  it.each([
    [['show', 'gone'], 'There is no policy gone; expected seed-000'],
    [['timeline', 'standard', '--due', '2026-02-30', '--amount', '1', '--currency', 'CNY'], 'no calendar date'],
    [['timeline', 'standard', '--due', '2026-07-06', '--amount', '1.234', '--currency', 'CNY'], '--amount 1.234'],
    [['timeline', 'standard', '--due', '2026-07-06', '--amount', '1', '--currency', 'yuan'], '--currency yuan'],
    [['timeline', 'standard', ...example, '--zone', 'Moon/Sea'], 'no time zone'],
    [['timeline', 'standard', ...example, '--invoice-date', '2026-07-07'], 'after --due'],
  ])('says what cannot be used: %j', async (args, message) => {
    await expect(policy(...args)).rejects.toThrow(message);
  });
});
