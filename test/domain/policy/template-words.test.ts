import type { Tone } from '../../../domain/plan';
import { checkSource } from '../../../domain/policy/template-words';
import { productWordingLists } from '../../../services/wording-lists';

const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const aNumber: unknown = expect.any(Number);
const wording = productWordingLists();
const check = (source: string, tones: readonly Tone[] = ['formal'], letter = false) =>
  checkSource(source, { letter, tones }, wording);

describe('the words of a template', () => {
  it('S393 S397 are refused with phrase, rules and position, also where a condition hides them', () => {
    const source = 'Subject: 提醒\n\n{% if person %}您好，{% else %}你们到底什么时候付钱？{% endif %}';
    expect(check(source)).toMatchObject([
      {
        value: '你们到底',
        expected: matching(/^no accusation \(S397 .*; say instead: /),
        line: 3,
        column: aNumber,
      },
    ]);
  });

  it('are those of the template: names of variables and conditions are none', () => {
    expect(check('{% if legalAction %}{{ lawyer.court }}{% endif %} Hello {{ stupid }}')).toEqual([]);
  });

  it.each([
    '如逾期超过30天，将启动法律程序，最早{{ announcedDate }}。',
    'We go to court within 7 days, {{ announcedDate }}.',
  ])('X1 announce no typed day of a legal step, not even beside the computed one: %s', (source) => {
    expect(check(source)).toMatchObject([{ expected: containing('instead of a typed day'), line: 1 }]);
  });

  it('X1 may name days in other sentences', () => {
    expect(check('请在7天内付款。律师最早于{{ announcedDate }}处理。')).toEqual([]);
  });

  it.each(['想跟您确认明天的付款', 'About the payment of tomorrow', '后天到期'])(
    'X8 name a day by its date, for they may be said on another: %s',
    (source) => {
      expect(check(source)).toMatchObject([{ expected: containing('{{ dueDate }}'), line: 1 }]);
    },
  );

  it('X8 may name the date itself', () => {
    expect(check('想跟您确认{{ dueDate }}的付款，请写明日期')).toEqual([]);
  });

  it('S34 S445 are bound by the mildest tone that uses them', () => {
    expect(check('催款', ['service', 'formal'])).toMatchObject([{ value: '催' }]);
    expect(check('催款', ['formal'])).toEqual([]);
  });

  it('S216 are bound more strictly in letters', () => {
    expect(check('我司保证给予减免', ['formal'], true)).not.toEqual([]);
    expect(check('我司保证给予减免', ['formal'], false)).toEqual([]);
  });
});
