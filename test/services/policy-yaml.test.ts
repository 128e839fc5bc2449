import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePolicy } from '../../services/policy-text';
import { readYaml } from '../../services/policy-yaml';

const standard = readFileSync(join(__dirname, '..', '..', 'policies', 'standard', 'policy.yaml'), 'utf8');

/** `text` in UTF-16, as a Windows editor would write it. */
function utf16(text: string, order: 'le' | 'be', mark: boolean): Uint8Array {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

/** "付款" in GBK: not UTF-8. */
const gbk = Buffer.from([0xb8, 0xb6, 0xbf, 0xee]);

function bomb(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const line = (name: string, index: number) =>
    index === 0
      ? 'a: &a [x, x, x, x, x, x, x, x, x]'
      : `${name}: &${name} [${Array(9)
          .fill(`*${names[index - 1]}`)
          .join(', ')}]`;
  return names.map(line).join('\n');
}

const problemsOf = (bytes: Uint8Array | string) => {
  const decoded = typeof bytes === 'string' ? { ok: true as const, text: bytes } : decodePolicy(bytes);
  if (!decoded.ok) return decoded.problems;
  const yaml = readYaml(decoded.text);
  return yaml.ok ? [] : yaml.problems;
};

describe('a hostile or broken policy text is one clear error with line and column', () => {
  it.each<[string, Uint8Array | string, number, number, string]>([
    ['aliases that explode', bomb(), 7, 28, 'at most 50 aliases'],
    ['an alias of itself', 'a: &a [*a]\n', 1, 8, 'alias'],
    ['an alias of nothing', 'a: 1\nb: *nothing\n', 2, 4, 'an alias of an anchor before it'],
    ['ten million bytes', Buffer.alloc(10_000_000, 35), 1, 1, 'at most 1000000 bytes'],
    ['a text that is too long', '#'.repeat(1_000_001), 1, 1, 'at most 1000000 bytes'],
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 3, 1, 'each key once'],
    ['a duplicate key in a step', 'steps:\n  - id: x\n    id: y\n', 3, 5, 'each key once'],
    ['a tab', 'a:\n\tb: 1\n\tc: 2\n', 2, 1, 'spaces, not tabs'],
    ['a byte order mark in bytes', Buffer.from('\uFEFFa: 1\n'), 1, 1, 'without a byte order mark'],
    ['a byte order mark in a text', '\uFEFFa: 1\n', 1, 1, 'without a byte order mark'],
    ['UTF-16 with a mark', utf16('a: 1\n', 'le', true), 1, 1, 'without a byte order mark'],
    ['UTF-16, big end first', utf16('a: 1\n', 'be', true), 1, 1, 'without a byte order mark'],
    ['UTF-16 without a mark', utf16('a: 1\n', 'le', false), 1, 2, 'a text in UTF-8'],
    ['GBK', Buffer.concat([Buffer.from('a: 1\nb: '), gbk, Buffer.from('\n')]), 2, 4, 'a text in UTF-8'],
    ['Latin-1 after Chinese', Buffer.concat([Buffer.from('a: 付款\nb: '), Buffer.from([0xe9, 0x0a])]), 2, 4, 'UTF-8'],
    ['a zero byte', Buffer.from('a: 1\nb: \u0000\n'), 2, 4, 'a text in UTF-8'],
    ['__proto__', 'a: 1\n__proto__: { x: 1 }\n', 2, 1, 'no such field'],
    ['__proto__ deep inside', 'steps:\n  - id: x\n    when: [{ "__proto__": 1 }]\n', 3, 14, 'no such field'],
    ['constructor', 'constructor: { prototype: 1 }\n', 1, 1, 'no such field'],
    ['a list as a key', 'a: 1\n? [x, y]\n: z\n', 2, 3, 'a plain name as key'],
    ['an empty file', '', 1, 1, 'a policy'],
    ['comments only', '# nothing\n# here\n', 1, 1, 'a policy'],
    ['two documents', 'a: 1\n---\nb: 2\n', 2, 1, 'one document'],
    ['an open bracket', 'a: [1, 2\nb: 3\n', 2, 1, 'valid YAML'],
    ['brackets twenty thousand deep', `a: ${'['.repeat(20_000)}`, 1, 43, 'at most 40 levels'],
    ['lists twenty thousand deep', `${'- '.repeat(20_000)}x`, 1, 81, 'at most 40 levels'],
    ['a nest the parser still bears', `a: ${'['.repeat(200)}${']'.repeat(200)}`, 1, 43, 'at most 40 levels'],
    ['a foreign tag', 'a: !!js/function "x"\n', 1, 4, 'valid YAML'],
  ])('%s', (_what, text, line, column, expected) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.expected).toContain(expected);
    expect(problems[0]?.line).toBe(line);
    expect(problems[0]?.column).toBe(column);
  });

  it('leaves the prototype of all objects alone', () => {
    problemsOf('__proto__: { polluted: true }\n');
    expect('polluted' in {}).toBe(false);
  });

  it('reads the real policy, and anchors that are used with measure', () => {
    expect(problemsOf(Buffer.from(standard))).toEqual([]);
    expect(readYaml('a: &x [1]\nb: *x\n')).toMatchObject({ ok: true, document: { a: [1], b: [1] } });
  });

  it('finds the place of a part', () => {
    const yaml = readYaml('a: 1\nsteps:\n  - id: x\n    day: 3\n');
    expect(yaml.ok && yaml.placeOf('steps.0.day')).toEqual({ line: 4, column: 5 });
    expect(yaml.ok && yaml.placeOf('steps.0.gone.deeper')).toEqual({ line: 3, column: 5 });
  });
});
