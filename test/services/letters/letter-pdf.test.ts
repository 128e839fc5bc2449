import { isoDate } from '../../../domain/time';
import { letterPdf } from '../../../services/letters/letter-pdf';
import { statementLetter, type StatementFacts } from '../../../services/letters/statement';
import { letterText } from '../../../services/render/letter';

const someFacts = (overrides: Partial<StatementFacts> = {}): StatementFacts => ({
  asOf: isoDate('2026-07-09'),
  reference: 'D-1042 / 2026-07-09',
  creditor: { name: '云岭机电', email: 'credit@yunling.example', phone: null },
  debtor: { name: '江城食品有限公司', address: null },
  signer: { name: '李明', title: '财务部' },
  lines: [
    {
      number: 'INV-7',
      invoiceDate: isoDate('2026-05-07'),
      dueDate: isoDate('2026-07-06'),
      amount: { amountMinor: 8_000_000, currency: 'CNY' },
      open: { amountMinor: 7_550_050, currency: 'CNY' },
      daysPastDue: 3,
    },
  ],
  onAccount: [],
  ...overrides,
});
const pdfOf = (overrides: Partial<StatementFacts> = {}, language = 'zh-CN') =>
  letterPdf(statementLetter(someFacts(overrides), language));

describe('a letter as PDF', () => {
  it('is the same to the byte for the same letter, and another for another', async () => {
    const first = await pdfOf();
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await pdfOf()).equals(first)).toBe(true);
    expect((await pdfOf({ reference: 'D-1042 / 2026-07-10' })).equals(first)).toBe(false);
  });

  it('holds its fonts and says that it is made for keeping, in Chinese as in English', async () => {
    for (const language of ['zh-CN', 'en']) {
      const text = (await pdfOf({}, language)).toString('latin1');
      expect(text).toContain('<pdfaid:part>2</pdfaid:part>');
      expect(text).toMatch(/FontFile/);
    }
  });

  it('takes nothing in a name for markup', async () => {
    const hostile = { name: '#panic("no") $x^2$ *b* [', address: '#include "/etc/passwd"' };
    expect((await pdfOf({ debtor: hostile })).length).toBeGreaterThan(10_000);
  });

  it('is written even when a name has a character that no font has', async () => {
    expect((await pdfOf({ debtor: { name: '江城\u{1F9FF}食品', address: null } })).length).toBeGreaterThan(10_000);
  });
});

describe('a statement of account', () => {
  it('[S37] lists what is open with paid and open amounts, asks for confirmation and demands nothing', () => {
    const text = letterText(statementLetter(someFacts(), 'zh-CN'));
    for (const part of ['对账单', 'INV-7', 'CNY 80,000.00', 'CNY 4,499.50', '未付合计：人民币75,500.50元', '商量'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/催|请贵公司最迟|律师|立即/);
    expect(letterText(statementLetter(someFacts(), 'en'))).toContain('Could you please confirm');
  });

  it('S118 [X29] states what is past due and what was not allocated, and claims nothing else', () => {
    const letter = statementLetter(someFacts({ onAccount: [{ amountMinor: 5_000, currency: 'CNY' }] }), 'en');
    expect(letter.summary).toEqual([
      { label: 'Open', values: ['CNY 75,500.50'] },
      { label: 'Of which past due', values: ['CNY 75,500.50'] },
      { label: 'Received, not yet allocated', values: ['CNY 50.00'] },
    ]);
    expect(letter.mark).toBe('Unsealed copy');
  });

  it('says plainly when nothing is open', () => {
    expect(letterText(statementLetter(someFacts({ lines: [] }), 'en'))).toContain('our books show nothing open');
  });
});
