import { type Document, LineCounter, type Node, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { PolicyProblem } from '../domain/policy/problem';

/** A policy text as a value, and where each part of it stands. */
export type ReadYaml =
  | { readonly ok: true; readonly document: unknown; readonly lineOf: (path: string) => number }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

// The longest policy that people write has some hundred steps of half a kilobyte.
const maxCharacters = 1_000_000;

// Enough for a shared block here and there; a bomb of nested aliases needs thousands.
const maxAliasCount = 50;

/** Reads a policy text. Faults of YAML itself (duplicate keys, tabs, aliases without end) come back as problems with their line. */
export function readYaml(text: string): ReadYaml {
  if (text.length > maxCharacters) {
    const expected = `a policy of at most ${maxCharacters} characters`;
    return { ok: false, problems: [{ path: '', value: `${text.length} characters`, expected }] };
  }
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (yaml.errors.length > 0 || yaml.warnings.length > 0) {
    const problems = [...yaml.errors, ...yaml.warnings].map(({ message, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { path: '', value: `line ${line}, column ${col}`, expected: `valid YAML: ${message}`, line };
    });
    return { ok: false, problems };
  }
  try {
    const document: unknown = yaml.toJS({ maxAliasCount });
    return { ok: true, document, lineOf: (path) => lineOfPath(yaml, lines, path) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const { line, col } = lines.linePos(firstAlias(yaml));
    const value = `line ${line}, column ${col}`;
    return { ok: false, problems: [{ path: '', value, expected: `valid YAML: ${error.message}`, line }] };
  }
}

/** Where the first alias stands: the only thing that can fail when a text without errors becomes a value. */
function firstAlias(yaml: Document): number {
  let position = 0;
  visit(yaml, {
    Alias: (_key, alias) => {
      position = startOf(alias) ?? 0;
      return visit.BREAK;
    },
  });
  return position;
}

/** Line of the part at `path`, or of the nearest part around it. */
function lineOfPath(yaml: Document, lines: LineCounter, path: string): number {
  let node: unknown = yaml.contents;
  let position = 0;
  for (const name of path === '' ? [] : path.split('.')) {
    if (isAlias(node)) node = node.resolve(yaml);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      if (pair === undefined) break;
      position = startOf(pair.key) ?? position;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(name)];
      position = startOf(node) ?? position;
    } else break;
  }
  return lines.linePos(position).line;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
const isNode = (node: unknown): node is Node => isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
