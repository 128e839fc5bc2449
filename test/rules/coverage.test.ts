import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatCoverage, idsIn, measureCoverage, parseCatalogue, testsOf } from './coverage.cjs';

const catalogue = parseCatalogue(
  [
    '# a comment',
    '',
    '[C] stages',
    'S53 - friendly SMS',
    'S54 - call with an offer',
    'S83 - (screen) the stage is shown',
    '[scenarios R] met elsewhere',
    'R2 - worker down',
  ].join('\n'),
);
const aTest = (name: string, passed = true, ...blocks: string[]) => ({ names: [...blocks, name], passed });

describe('the ids in a name', () => {
  // Described, not quoted: what stands in the name of a test here would count.
  it.each([
    ['at the end', 'offers half of it on day 10 [S54]', ['S54']],
    ['at the beginning, side by side', '[R7][K12] does not send', ['R7', 'K12']],
    ['together in one pair of brackets', '[S54, S90] ends on Sunday', ['S54', 'S90']],
    ['without brackets at the beginning', 'R2 sends exactly one message', ['R2']],
    ['both ways at the beginning', '[S180] X9 narrows the window', ['S180', 'X9']],
    ['one after the other', 'K10 R27 acts inside the window', ['K10', 'R27']],
    ['nowhere else', 'K12: sends S54 or R2', []],
    ['like other things in brackets', 'sends on day [10] of [A], [S54a] and [i3]', []],
  ])('are found %s', (_where, name, ids) => {
    expect(idsIn(name)).toEqual(ids);
  });
});

describe('the coverage of the rules', () => {
  it('counts an id that a passing test or its block carries, and no other', () => {
    const tests = [aTest('[S53] is mild', false), aTest('[S53] is early'), aTest('goes on', true, 'R2 the worker')];

    expect(measureCoverage(catalogue, tests)).toEqual({
      covered: 1,
      total: 3,
      groups: {
        C: { title: 'stages', total: 3, covered: ['S53'], missing: ['S54'], missingScreens: ['S83'] },
        'scenarios R': { title: 'met elsewhere', total: 1, covered: ['R2'], missing: [], missingScreens: [] },
      },
      unknown: [],
    });
  });

  it('is not given by a test that failed or was skipped', () => {
    expect(measureCoverage(catalogue, [aTest('[S53] is mild', false)]).covered).toBe(0);
  });

  it('names the test that carries an unknown id, passed or not', () => {
    const { unknown } = measureCoverage(catalogue, [aTest('[S500] never was', false, 'a rule')]);

    expect(unknown).toEqual([{ id: 'S500', test: 'a rule [S500] never was' }]);
  });

  it('reads only tests that passed as passed from jest’s results', () => {
    const assertionResults = ['passed', 'failed', 'pending'].map((status) => ({
      ancestorTitles: ['a block'],
      title: status,
      status,
    }));

    const tests = testsOf({ testResults: [{ assertionResults }, { assertionResults: [] }] });

    expect(tests).toEqual([
      aTest('passed', true, 'a block'),
      aTest('failed', false, 'a block'),
      aTest('pending', false, 'a block'),
    ]);
  });

  it('is printed by group, what is only shown apart', () => {
    const printed = formatCoverage(measureCoverage(catalogue, [aTest('[S53] is mild'), aTest('[X99] is strange')]));

    expect(printed).toBe(
      [
        'C  stages: 1 of 3',
        '   with a passing test     S53',
        '   without                 S54',
        '   without, only shown     S83',
        '',
        'scenarios R  met elsewhere: 0 of 1',
        '   without                 R2',
        '',
        'Unknown id X99 in the name of a test: [X99] is strange',
        '1 of 3 rules of the sources have a passing test.',
      ].join('\n'),
    );
  });
});

describe('the list of rules', () => {
  it('refuses a line it cannot read, an id twice and an id outside of a group', () => {
    expect(() => parseCatalogue('[A] grades\nS1 grade')).toThrow('Line 2 of the rules');
    expect(() => parseCatalogue('[A] grades\nS1 - grade\nS1 - grade')).toThrow('Line 3 of the rules');
    expect(() => parseCatalogue('S1 - grade')).toThrow('Line 1 of the rules');
  });

  it('has every rule of the sources, every contradiction, ambiguity and value not given, without a gap', () => {
    const groups = parseCatalogue(readFileSync(path.join(__dirname, 'catalogue.txt'), 'utf8'));
    const ids = groups.flatMap(({ rules }) => rules.map(({ id }) => id));
    const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

    for (const expected of [upTo('S', 477), upTo('X', 39), upTo('Y', 19), upTo('U', 14)])
      expect(ids.filter((id) => id.startsWith(expected[0]?.charAt(0) ?? ''))).toEqual(expected);
  });
});
