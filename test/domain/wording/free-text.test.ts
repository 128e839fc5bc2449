import { checkFreeText, refusalText, type FreeTextContext } from '../../../domain/wording/free-text';
import { productWordingLists } from '../../../services/wording-lists';

const check = (text: string, context: Partial<FreeTextContext> = {}) =>
  checkFreeText(productWordingLists(), text, {
    letter: false,
    legalDates: [],
    feesAgreed: false,
    enforcementOrder: false,
    ...context,
  });

describe('what a person writes to a debtor', () => {
  it('[S393] speaks of a legal step only with the date that the plan computes', () => {
    const legalDates = ['21 August 2026', '2026年8月21日'];
    const text = 'We may instruct a lawyer on 21 August 2026 at the earliest.';
    expect(check(text, { legalDates })).toEqual([]);
    expect(check('Tomorrow we instruct a lawyer.', { legalDates })).toMatchObject([{ rule: 'legalStep' }]);
    expect(check(text, { legalDates: [] })).toMatchObject([{ rule: 'legalStep' }]);
    expect(check('我司可能于2026年8月21日委托律师。', { legalDates })).toEqual([]);
  });

  it('[X24] is refused for a red line in any tone, with phrase, place and rule', () => {
    const findings = check('Hello,\nwe will call your wife.', { tone: 'legal' });
    expect(refusalText(findings)).toMatch(/^"your wife" in line 2, column 14: no family or colleagues \(X22 S392 /);
  });

  it('may be friendly and plain', () => {
    expect(check('Thank you for your call. As agreed, you pay CNY 1,000.00 on Friday.')).toEqual([]);
    expect(check('感谢来电。按约定，贵公司周五支付人民币1,000.00元。')).toEqual([]);
  });
});
