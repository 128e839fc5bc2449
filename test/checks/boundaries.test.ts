import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '../..');
const imports = '@typescript-eslint/no-restricted-imports';
const syntax = 'no-restricted-syntax';
const globals = 'no-restricted-globals';

interface Sample {
  title: string;
  path: string;
  code: string;
  /** The rule that must refuse it; absent = must be accepted by every rule of the table. */
  rule?: string;
  /** Needs types: those of the sample alone. */
  typed?: boolean;
}

const use = (specifier: string) => `import { thing } from '${specifier}';\nthing();\n`;
const useType = (specifier: string) => `import type { Thing } from '${specifier}';\nexport type Other = Thing;\n`;

const refusedImports: [file: string, specifier: string][] = [
  ['domain/plan.ts', 'node:crypto'],
  ['domain/plan.ts', 'liquidjs'],
  ['domain/plan.ts', '../clients/prisma'],
  ['domain/calendar/zone.ts', '../../config'],
  ['workflows/collection-case.ts', 'fs'],
  ['workflows/collection-case.ts', '@temporalio/client'],
  ['workflows/collection-case.ts', '@temporalio/common'],
  ['workflows/collection-case.ts', '../activities/notification'],
  ['workflows/collection-case.ts', '../services/import'],
  ['workflows/collection-case.ts', 'zod'],
  ['services/import.ts', '@temporalio/client'],
  ['services/import.ts', '../clients/prisma'],
  ['services/import.ts', '../config'],
  ['services/import.ts', '../api/errors'],
  ['services/import.ts', 'pg'],
  ['activities/notification.ts', '../clients/twilio'],
  ['activities/notification.ts', '../services/reservation'],
  ['activities/notification.ts', '@temporalio/worker'],
  ['activities/notification.ts', '../config'],
  ['clients/twilio.ts', '../activities/notification'],
  ['clients/twilio.ts', '../services/import'],
  ['clients/twilio.ts', '../config'],
  ['clients/database/ledger.ts', '../../workers/main'],
  ['api/app.ts', '../workflows/collection-case'],
  ['api/app.ts', '../activities/notification'],
  ['api/app.ts', '../config'],
  ['api/app.ts', '@temporalio/worker'],
  ['api/routes/cases.ts', '../../workers/main'],
  ['api/server.ts', '../workers/main'],
  ['cli/main.ts', '../workflows/collection-case'],
  ['cli/main.ts', '../activities/notification'],
  ['cli/commands/cases.ts', '../../bench/peers'],
  ['prisma/migrate.ts', '../config'],
  ['prisma/migrate.ts', '../domain/money'],
  ['prisma/migrate.ts', 'fastify'],
  ['workers/main.ts', '../test/support/builders'],
  ['workers/embedded/run.ts', '../../bench/peers'],
  ['console/src/main.tsx', '../../domain/money'],
  ['console/main.ts', '@prisma/client'],
  ['config.ts', './domain/money'],
  ['config.ts', 'node:fs'],
];

const refusedTypeImports: [file: string, specifier: string][] = [
  ['domain/plan.ts', '@temporalio/workflow'],
  ['workflows/collection-case.ts', '../clients/prisma'],
  ['services/import.ts', '../activities/notification'],
  ['activities/notification.ts', '../workflows/collection-case'],
  ['clients/twilio.ts', '../api/app'],
  ['api/app.ts', '../activities/notification'],
  ['cli/main.ts', '../workflows/collection-case'],
];

const acceptedImports: [file: string, specifier: string][] = [
  ['domain/plan.ts', './money'],
  ['domain/plan.ts', 'zod'],
  ['domain/calendar/zone.ts', '../time'],
  ['domain/rates.ts', 'decimal.js'],
  ['workflows/collection-case.ts', '@temporalio/workflow'],
  ['workflows/collection-case.ts', '../domain/plan'],
  ['services/import.ts', 'node:crypto'],
  ['services/import.ts', 'csv-parse'],
  ['services/import/rows.ts', '../../domain/money'],
  ['activities/notification.ts', '@temporalio/activity'],
  ['clients/twilio.ts', 'twilio'],
  ['clients/database/ledger.ts', '../prisma'],
  ['api/app.ts', 'fastify'],
  ['api/app.ts', '../workflows/messages'],
  ['api/routes/cases.ts', '../../services/cases'],
  ['api/server.ts', '../config'],
  ['cli/main.ts', '../config'],
  ['cli/main.ts', '../workers/embedded/run'],
  ['cli/commands/migrate.ts', '../../prisma/migrate'],
  ['prisma/migrate.ts', '@prisma/adapter-pg'],
  ['prisma/migrate.ts', 'node:fs'],
  ['workers/main.ts', '../workflows/index'],
  ['console/src/main.tsx', 'react'],
  ['config.ts', 'zod'],
  ['bench/peers.ts', '../workflows/collection-case'],
  ['test/workflows/case.test.ts', '../../activities/notification'],
];

const acceptedTypeImports: [file: string, specifier: string][] = [
  ['workflows/collection-case.ts', '../activities/notification'],
  ['workflows/collection-case.ts', '@temporalio/common'],
  ['services/import.ts', '../clients/prisma'],
  ['activities/notification.ts', '../services/reservation'],
  ['activities/notification.ts', '../clients/twilio'],
  ['clients/twilio.ts', '../config'],
  ['api/app.ts', '../workflows/collection-case'],
];

const bannedCode: [title: string, path: string, code: string, rule: string][] = [
  ['the clock by new Date()', 'domain/plan.ts', 'export const now = new Date();', syntax],
  ['the clock by Date.now()', 'workflows/collection-case.ts', 'export const now = Date.now();', syntax],
  ['chance', 'domain/plan.ts', 'export const chance = Math.random();', syntax],
  ['chance in the clock file', 'workflows/clock.ts', 'export const chance = Math.random();', syntax],
  ['the environment', 'domain/plan.ts', 'export const home = process.env.HOME;', globals],
  ['console', 'workflows/collection-case.ts', 'console.log(1);', globals],
  ['Intl', 'domain/plan.ts', 'export const f = new Intl.NumberFormat();', globals],
  ['timers of the host', 'workflows/collection-case.ts', 'setTimeout(() => undefined, 1);', globals],
  ['the time zone of the host', 'domain/plan.ts', 'export const h = (d: Date) => d.getHours();', syntax],
  ['local time by parts', 'domain/plan.ts', 'export const d = new Date(2026, 1, 1);', syntax],
  ['the locale of the host', 'domain/plan.ts', 'export const t = (n: number) => n.toLocaleString();', syntax],
  ['the sorting of the host', 'domain/plan.ts', "export const c = (a: string) => a.localeCompare('b');", syntax],
  ['import() across rooms', 'api/app.ts', "export const a = import('../activities/notification');", syntax],
  ['code among the policies', 'policies/standard.ts', 'export const day = 3;', syntax],
  ['a package in the entry', 'cli/entry.cjs', "const zod = require('zod');\nzod.parse();", syntax],
  [
    'a cast',
    'services/import.ts',
    'export const n = JSON.parse("1") as number;',
    '@typescript-eslint/consistent-type-assertions',
  ],
  ['any', 'services/import.ts', 'export const n: any = 1;', '@typescript-eslint/no-explicit-any'],
  ['!', 'services/import.ts', 'export const n = [1].at(0)!;', '@typescript-eslint/no-non-null-assertion'],
  ['==', 'services/import.ts', 'export const n = (a: number) => a == 1;', 'eqeqeq'],
  ['301 lines', 'services/import.ts', 'export const x = 1;\n'.repeat(301), 'max-lines'],
  [
    'a function of 61 lines',
    'services/import.ts',
    `export function f() {\n${'  f();\n'.repeat(60)}}\n`,
    'max-lines-per-function',
  ],
];

const acceptedCode: [title: string, path: string, code: string][] = [
  ['workflows/clock.ts reads the clock', 'workflows/clock.ts', 'export const now = () => Date.now();'],
  ['as const', 'domain/plan.ts', "export const kinds = ['call', 'letter'] as const;"],
  ['UTC getters', 'domain/plan.ts', 'export const h = (d: Date) => d.getUTCHours();'],
  ['the entry uses Node', 'cli/entry.cjs', "const fs = require('node:fs');\nfs.existsSync('.');"],
  ['a long test', 'test/domain/plan.test.ts', `export function f() {\n${'  f();\n'.repeat(100)}}\n`],
];

const typed: [title: string, code: string, rule: string][] = [
  [
    'a promise that nobody awaits',
    'const work = async () => 1;\nexport function f() {\n  work();\n}\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a switch that forgets a case',
    "export function f(kind: 'call' | 'letter') {\n  switch (kind) {\n    case 'call':\n      return 1;\n  }\n  return 2;\n}\n",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
];

const samples: Sample[] = [
  ...refusedImports.map(([file, from]) => ({
    title: `${file} imports ${from}`,
    path: file,
    code: use(from),
    rule: imports,
  })),
  ...refusedTypeImports.map(([file, from]) => ({
    title: `${file} imports types of ${from}`,
    path: file,
    code: useType(from),
    rule: imports,
  })),
  ...acceptedImports.map(([file, from]) => ({ title: `${file} imports ${from}`, path: file, code: use(from) })),
  ...acceptedTypeImports.map(([file, from]) => ({
    title: `${file} imports types of ${from}`,
    path: file,
    code: useType(from),
  })),
  ...bannedCode.map(([title, file, code, rule]) => ({ title: `${title} (${file})`, path: file, code, rule })),
  ...acceptedCode.map(([title, file, code]) => ({ title, path: file, code })),
  ...typed.map(([title, code, rule]) => ({ title, path: 'domain/errors.ts', code, rule, typed: true })),
];

const answersSchema = z.array(z.array(z.object({ rule: z.string(), text: z.string() })));

function lint(): z.infer<typeof answersSchema> {
  const child = spawnSync(process.execPath, ['test/checks/lint-samples.mjs'], {
    cwd: root,
    input: JSON.stringify(samples),
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`lint-samples.mjs ended with ${child.status}: ${child.stderr}`);
  return answersSchema.parse(JSON.parse(child.stdout));
}

describe('the import table and the bans', () => {
  let answers: z.infer<typeof answersSchema> = [];

  // One process lints all samples.
  beforeAll(() => {
    answers = lint();
  });

  const numbered = samples.map((sample, index) => ({ ...sample, index }));

  it.each(numbered.filter((sample) => sample.rule !== undefined))('refuses: $title', ({ index, rule }) => {
    expect(answers[index]?.map((message) => message.rule)).toContain(rule);
  });

  it.each(numbered.filter((sample) => sample.rule === undefined))('accepts: $title', ({ index }) => {
    expect(answers[index]).toEqual([]);
  });
});
