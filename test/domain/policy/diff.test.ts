import { policyDifferences } from '../../../domain/policy/diff';

const step = (id: string, more: object = {}) => ({ id, day: 3, channel: 'email', ...more });
const policy = (steps: object[], more: object = {}) => ({
  document: { policy: 'p', version: 1, caps: { perDay: 1 }, steps, ...more },
  templates: { 'a.en.sms': 'text' },
});
const base = policy([step('one'), step('two')]);

describe('the difference of two policies', () => {
  it('is nothing for equal ones, whatever the order of fields', () => {
    expect(policyDifferences(base, policy([{ channel: 'email', day: 3, id: 'one' }, step('two')]))).toEqual([]);
  });

  it('names step and field of a changed value', () => {
    const other = policy([step('one'), step('two', { day: 5 })], { version: 2, caps: { perDay: 2 } });
    expect(policyDifferences(base, other)).toEqual([
      { path: 'version', change: 'changed', a: 1, b: 2 },
      { path: 'caps.perDay', change: 'changed', a: 1, b: 2 },
      { path: 'steps.two.day', change: 'changed', a: 3, b: 5 },
    ]);
  });

  it('tells steps and sections that only one of them has', () => {
    const other = policy([step('one'), step('three')], { sizes: {} });
    expect(policyDifferences(base, other)).toEqual([
      { path: 'steps.two', change: 'removed', a: step('two') },
      { path: 'steps.three', change: 'added', b: step('three') },
      { path: 'sizes', change: 'added', b: {} },
    ]);
  });

  it('tells another order of the same steps, and that a template has other words', () => {
    const other = { ...policy([step('two'), step('one')]), templates: { 'a.en.sms': 'other', 'b.en.sms': 'new' } };
    expect(policyDifferences(base, other)).toEqual([
      { path: 'steps', change: 'moved', a: ['one', 'two'], b: ['two', 'one'] },
      { path: 'templates.a.en.sms', change: 'changed' },
      { path: 'templates.b.en.sms', change: 'added' },
    ]);
  });

  it('takes names of our own language for names', () => {
    const windows = { toString: { ranges: ['09:00-10:00'] } };
    expect(policyDifferences(base, policy([step('one'), step('two')], { windows }))).toEqual([
      { path: 'windows', change: 'added', b: windows },
    ]);
  });
});
