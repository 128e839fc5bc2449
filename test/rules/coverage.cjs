'use strict';
// What `npm run coverage:rules` counts, as pure functions.

/**
 * @typedef {{ id: string, name: string, screen: boolean }} Rule screen: met by showing something
 * @typedef {{ key: string, title: string, rules: Rule[] }} Group
 * @typedef {{ names: string[], passed: boolean }} Test its own name last, those of the blocks around it before
 * @typedef {{ title: string, total: number, covered: string[], missing: string[], missingScreens: string[] }} GroupCoverage
 * @typedef {{ id: string, test: string }} UnknownId
 * @typedef {{ covered: number, total: number, groups: Record<string, GroupCoverage>, unknown: UnknownId[] }} Coverage
 */

/**
 * @param {string} text the list of ids: `[group] title`, then `id - name` a line; `#` begins a comment
 * @returns {Group[]}
 * @throws {Error} for a line that is neither, an id twice, an id outside of a group
 */
function parseCatalogue(text) {
  /** @type {Group[]} */
  const groups = [];
  const seen = new Set();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [, key, title] = /^\[(.+?)\] (.+)$/.exec(line) ?? [];
    if (key !== undefined && title !== undefined) {
      groups.push({ key, title, rules: [] });
      continue;
    }
    const [, id, screen, name] = /^([A-Z]\d+) - (\(screen\) )?(.+)$/.exec(line) ?? [];
    const group = groups.at(-1);
    if (id === undefined || name === undefined || group === undefined || seen.has(id))
      throw new Error(`Line ${index + 1} of the rules: expected "[group] title" or "id - name" with a new id: ${line}`);
    seen.add(id);
    group.rules.push({ id, name, screen: screen !== undefined });
  }
  return groups;
}

/**
 * Ids stand in brackets, alone or several together (`[S54]`, `[S54, S90]`), or begin the name (`R2 sends …`, `K10 R27 asks …`).
 * @param {string} name of a test or of a block of tests
 * @returns {string[]}
 */
function idsIn(name) {
  const inBrackets = name.match(/\[[A-Z]\d+(?:[ ,]+[A-Z]\d+)*\]/g) ?? [];
  const beginning = /^(?:\[[^\]]*\][ ,]*|[SXYURFKI]\d+[ ,]+)+/.exec(name)?.[0] ?? '';
  const atTheBeginning = beginning.replaceAll(/\[[^\]]*\]/g, ' ');
  return [...inBrackets, atTheBeginning].flatMap((ids) => ids.match(/[A-Z]\d+/g) ?? []);
}

/**
 * @param {any} results as jest writes them with `--json`
 * @returns {Test[]}
 */
function testsOf(results) {
  return results.testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults.map((/** @type {any} */ test) => ({
      names: [...test.ancestorTitles, test.title],
      passed: test.status === 'passed',
    })),
  );
}

/**
 * An id counts when a test that carries it passed, whatever became of its other tests.
 * @param {Group[]} catalogue
 * @param {Test[]} tests
 * @returns {Coverage} `covered` and `total` count the rules of the sources (S)
 */
function measureCoverage(catalogue, tests) {
  const carried = tests.map((test) => ({ ...test, ids: test.names.flatMap(idsIn) }));
  const proved = new Set(carried.filter(({ passed }) => passed).flatMap(({ ids }) => ids));
  const known = new Set(catalogue.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const sourceRules = [...known].filter((id) => id.startsWith('S'));
  return {
    covered: sourceRules.filter((id) => proved.has(id)).length,
    total: sourceRules.length,
    groups: Object.fromEntries(catalogue.map((group) => [group.key, coverageOf(group, proved)])),
    unknown: carried.flatMap(({ names, ids }) =>
      ids.filter((id) => !known.has(id)).map((id) => ({ id, test: names.join(' ') })),
    ),
  };
}

/**
 * @param {Group} group
 * @param {Set<string>} proved
 * @returns {GroupCoverage}
 */
function coverageOf({ title, rules }, proved) {
  const missing = rules.filter(({ id }) => !proved.has(id));
  return {
    title,
    total: rules.length,
    covered: rules.filter(({ id }) => proved.has(id)).map(({ id }) => id),
    missing: missing.filter(({ screen }) => !screen).map(({ id }) => id),
    missingScreens: missing.filter(({ screen }) => screen).map(({ id }) => id),
  };
}

/**
 * @param {Coverage} coverage
 * @returns {string} for people: one block a group
 */
function formatCoverage({ covered, total, groups, unknown }) {
  const blocks = Object.entries(groups).map(([key, group]) => {
    const lines = [`${key}  ${group.title}: ${group.covered.length} of ${group.total}`];
    if (group.covered.length > 0) lines.push(`   with a passing test     ${group.covered.join(' ')}`);
    if (group.missing.length > 0) lines.push(`   without                 ${group.missing.join(' ')}`);
    if (group.missingScreens.length > 0) lines.push(`   without, only shown     ${group.missingScreens.join(' ')}`);
    return lines.join('\n');
  });
  const strangers = unknown.map(({ id, test }) => `Unknown id ${id} in the name of a test: ${test}`);
  const sum = `${covered} of ${total} rules of the sources have a passing test.`;
  return [...blocks, [...strangers, sum].join('\n')].join('\n\n');
}

module.exports = { formatCoverage, idsIn, measureCoverage, parseCatalogue, testsOf };
