import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDay } from '../../domain/time';
import { checkRateTable, checkSchemes, readLaw } from '../../services/rate-tables';

const folder = join(__dirname, '..', '..', 'policies', 'law');

const rate = (from: string, through: string, rest = "percent: '5.25', address: 'https://example.org/a'") =>
  `  - { from: ${from}, through: ${through}, ${rest} }`;
const first = rate('2025-01-01', '2025-06-30');
const table = (...lines: readonly string[]) => Buffer.from(['id: someRate', 'rates:', ...lines, ''].join('\n'));
const faultsOf = (bytes: Uint8Array) => {
  const checked = checkRateTable('rates/some.yaml', bytes);
  return checked.ok ? [] : checked.problems.map(({ line, expected }) => `${line}: ${expected}`);
};

describe('a rate table', () => {
  it('is read with its days, gaps and all', () => {
    const checked = checkRateTable('rates/some.yaml', table(first, rate('2026-01-01', '2026-06-30')));
    expect(checked).toMatchObject({
      ok: true,
      value: {
        id: 'someRate',
        rates: [
          {
            from: parseDay('2025-01-01'),
            through: parseDay('2025-06-30'),
            percent: '5.25',
            address: 'https://example.org/a',
          },
          { from: parseDay('2026-01-01') },
        ],
      },
    });
    expect(faultsOf(table(first, rate('2025-07-01', '2025-07-01')))).toEqual([]);
  });

  it.each([
    [
      'out of order',
      rate('2024-01-01', '2024-06-30'),
      '4: dates in ascending order: the rate before is from 2025-01-01',
    ],
    ['twice', rate('2025-01-01', '2025-06-30'), '4: dates in ascending order: the rate before is from 2025-01-01'],
    [
      'overlapping by a day',
      rate('2025-06-30', '2025-12-31'),
      '4: no overlap: the rate before holds through 2025-06-30',
    ],
    ['ending before it begins', rate('2025-07-02', '2025-07-01'), '4: a day that is not before from'],
    ['on an impossible date', rate('2025-07-01', '2026-02-30'), '4: a date that exists, such as 2026-07-01'],
    ['on no date', rate('July', '2026-06-30'), '4: a date that exists, such as 2026-07-01'],
    [
      'without an address',
      rate('2025-07-01', '2025-12-31', "percent: '5'"),
      '4: the address of the text, such as https://…',
    ],
    [
      'with a word for an address',
      rate('2025-07-01', '2025-12-31', "percent: '5', address: known"),
      '4: the address of the text, such as https://…',
    ],
    [
      'as a number, which is no decimal',
      rate('2025-07-01', '2025-12-31', 'percent: 5.25, address: https://example.org'),
      "4: a decimal in quotes, such as '5.25'",
    ],
    [
      'with a field that nobody knows',
      rate('2025-07-01', '2025-12-31', "percent: '5', address: https://example.org, note: x"),
      '4: no such field (note)',
    ],
  ])('is refused with one error and its line: a rate %s', (_title, second, fault) => {
    expect(faultsOf(table(first, second))).toEqual([fault]);
  });

  it.each([
    ['no rates', Buffer.from('id: someRate\nrates: []\n'), '2: at least one rate'],
    ['no id', Buffer.from(`rates:\n${first}\n`), '1: a camelCase name'],
  ])('is refused with %s', (_title, bytes, fault) => {
    expect(faultsOf(bytes)).toEqual([fault]);
  });

  it.each([
    ['duplicate keys', Buffer.from('id: someRate\nid: other\nrates: []\n')],
    ['a tab', Buffer.from('id: someRate\nrates:\n\t- 1\n')],
    ['nothing in it', Buffer.from('')],
    ['another encoding', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff, 0xfe])],
  ])('is refused with one error as a text with %s', (_title, bytes) => {
    expect(faultsOf(bytes)).toHaveLength(1);
  });
});

describe('the schemes', () => {
  const text = readFileSync(join(folder, 'schemes.yaml'), 'utf8');
  const changed = (part: string, replacement: string) => {
    expect(text).toContain(part);
    const checked = checkSchemes('schemes.yaml', Buffer.from(text.replace(part, replacement)), []);
    return checked.ok ? [] : checked.problems.map(({ expected }) => expected);
  };

  it('refer to tables that exist', () => {
    expect(changed('schemes:', 'schemes:')).toContain(
      'scheme gbLatePayment: the name of a rate table, not gbOfficialDealingRate',
    );
  });

  it.each([
    ['claimedAs: interest', 'claimedAs: gift', 'interest or damages'],
    ["below: '10000.00'", "below: '900.00'", 'rising limits, and a last row without one'],
    ["{ sum: '100.00' }", "{ below: '20000.00', sum: '100.00' }", 'rising limits, and a last row without one'],
    ["sum: '70.00'", "sum: '70.001'", 'a decimal amount with at most 2 decimals (GBP)'],
    ['governingLaws: [SK]', 'governingLaws: [Slovakia]', 'a code such as CN or GB-EAW'],
    ['from: 2025-06-01', 'from: 2025-06-31', 'a date that exists, such as 2026-07-01'],
    ['- https://m.lawtime.cn/video/27939.html', '- lawtime', 'the address of the text, such as https://…'],
  ])('are refused with one error for %s changed to %s', (part, replacement, expected) => {
    expect(changed(part, replacement)).toEqual([expected]);
  });
});

describe('the law of the folder', () => {
  it('is read whole', async () => {
    const read = await readLaw(folder);
    expect(read.ok ? read.law.schemes.map(({ id }) => id) : read.problems).toEqual([
      'gbLatePayment',
      'skLatePayment',
      'cnSmallCreditor',
      'cnDamages',
    ]);
  });

  it('is not loaded at all with one fault in one table', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'law-'));
    try {
      cpSync(folder, copy, { recursive: true });
      const file = join(copy, 'rates', 'cn-lpr-one-year.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('from: 2020-02-20', 'from: 2020-02-30'));
      const read = await readLaw(copy);
      expect(read).toMatchObject({
        ok: false,
        problems: [{ file: 'rates/cn-lpr-one-year.yaml', expected: 'a date that exists, such as 2026-07-01' }],
      });
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
