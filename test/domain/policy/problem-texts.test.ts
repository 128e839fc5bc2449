import { expecting, expectedText, foundText, describing, type PolicyProblem } from '../../../domain/policy/problem';
import { englishTexts } from '../../../domain/policy/problem-texts-en';
import { chineseTexts } from '../../../domain/policy/problem-texts-zh';
import { productWordingLists } from '../../../services/wording-lists';

const namesIn = (text: string) => [...text.matchAll(/(?<!\{)\{(\w+)\}/g)].map((match) => match[1] ?? '');
const chinese: ReadonlyMap<string, string> = new Map(Object.entries(chineseTexts));
const codes = Object.entries(englishTexts);

const problem = (parts: Partial<PolicyProblem>): PolicyProblem => ({
  path: 'steps.0',
  value: 'x',
  ...expecting('noSuchField'),
  ...parts,
});

describe('the texts of problems', () => {
  it.each(codes)('say %s in Chinese too, with no parameter that the problem does not have', (code, english) => {
    const text = chinese.get(code) ?? '';
    expect(text).toMatch(/\p{Script=Han}/u);
    const given = [...namesIn(english), ...(code.startsWith('words.') ? ['sources'] : [])];
    expect(given).toEqual(expect.arrayContaining(namesIn(text)));
  });

  it('are the same in number in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual(codes.map(([code]) => code).sort());
  });

  it('know every group of words that no message uses', () => {
    for (const { id } of productWordingLists().rules) expect(chinese.get(`words.${id}`)).toBeDefined();
  });

  it('fill in parameters, texts within texts, and leave variables of templates alone', () => {
    const words = expecting('writtenDate');
    const nested = problem(expecting('asRendered', { words, step: 'friendly' }));
    expect(expectedText(nested, 'en')).toBe(nested.expected);
    expect(nested.expected).toBe(
      'the date itself, {{ dueDate }} or {{ payBy }}: this may be said on another day (X8), as it is rendered for step friendly',
    );
    expect(expectedText(nested, 'zh-CN')).toBe(
      '具体日期 {{ dueDate }} 或 {{ payBy }}：消息可能在另一天送达（X8）（为步骤 friendly 生成的内容）',
    );
  });

  it('say what was found: the value itself, its description, or nothing', () => {
    const described = problem(describing('found.list', { length: 3 }));
    expect([described.value, foundText(described, 'en'), foundText(described, 'zh-CN')]).toEqual([
      'a list of 3',
      'a list of 3',
      '含 3 项的列表',
    ]);
    expect(foundText(problem({ value: { days: 7 } }), 'zh-CN')).toBe('{"days":7}');
    expect(foundText(problem({ value: undefined }), 'en')).toBe('nothing');
    expect(foundText(problem({ value: undefined }), 'zh-CN')).toBe('空');
  });
});
