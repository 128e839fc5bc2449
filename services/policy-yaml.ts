import {
  type Document,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import { type Expected, type Found, type PolicyProblem, describing, expecting } from '../domain/policy/problem';
import { MAX_POLICY_BYTES, textProblem, tooLong } from './policy-text';

/** A place in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A policy text as a value, and where each part of it stands. */
export type ReadYaml =
  | {
      readonly ok: true;
      readonly document: unknown;
      readonly placeOf: (path: string) => Place;
      readonly lineOf: (path: string) => number;
    }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

// Enough for a shared block here and there; a bomb of nested aliases needs thousands.
const MAX_ALIASES = 50;

// A policy is some eight levels deep. Some hundred levels exhaust the stack of the parser, which can end the whole process.
const MAX_DEPTH = 40;

// Names that mean something to every JavaScript object: no policy has a use for them.
const forbiddenKeys: readonly unknown[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads a policy text. Whatever is wrong with it as YAML (duplicate keys, tabs, several documents, aliases without end, too
 * deep or too long) comes back as one problem with line and column; nothing of such a text is used.
 */
export function readYaml(text: string): ReadYaml {
  if (text.length > MAX_POLICY_BYTES) return tooLong(text.length);
  if (text.startsWith('\uFEFF')) {
    return textProblem({ line: 1, column: 1 }, describing('found.mark'), expecting('utf8WithoutMark'));
  }
  const deep = firstTooDeep(text);
  if (deep !== null) {
    return textProblem(placeIn(text, deep), shownAt(text, deep), expecting('yamlLevels', { levels: MAX_DEPTH }));
  }
  const lines = new LineCounter();
  const place = (position: number): Place => {
    const { line, col } = lines.linePos(position);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  // What follows the first fault is mostly its echo.
  const [fault] = [...yaml.errors, ...yaml.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (fault !== undefined) return textProblem(place(fault.pos[0]), shownAt(text, fault.pos[0]), validYaml(fault));
  if (yaml.contents === null)
    return textProblem({ line: 1, column: 1 }, describing('found.emptyText'), expecting('policy'));
  const unusable = firstUnusable(yaml);
  if (unusable !== null) return textProblem(place(unusable.at), shownAt(text, unusable.at), unusable.expected);
  try {
    const document: unknown = yaml.toJS({ maxAliasCount: MAX_ALIASES });
    const placeOf = (path: string) => place(positionOf(yaml, path));
    return { ok: true, document, placeOf, lineOf: (path) => placeOf(path).line };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return textProblem(
      place(firstAlias(yaml)),
      describing('found.alias'),
      expecting('validYaml', { message: error.message }),
    );
  }
}

/** Where the nesting gets too deep; asked of the tokens alone, before anything recursive sees the text. */
function firstTooDeep(text: string): number | null {
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    // The stack of the parser: the document and every collection around this token. What it yields is not needed.
    for (const _ of parser.next(token)) continue;
    if (parser.stack.length > MAX_DEPTH + 1) return Math.min(parser.offset - token.length, text.length);
  }
  return null;
}

function placeIn(text: string, position: number): Place {
  const before = text.slice(0, position);
  return { line: before.split('\n').length, column: position - before.lastIndexOf('\n') };
}

// The parser's own words for these name its API or its memory, not the fault.
const plainWords: Readonly<Record<string, Expected>> = {
  MULTIPLE_DOCS: expecting('yamlOneDocument'),
  DUPLICATE_KEY: expecting('yamlUniqueKeys'),
  TAB_AS_INDENT: expecting('yamlSpaces'),
};

const validYaml = ({ code, message }: { readonly code: string; readonly message: string }): Expected =>
  plainWords[code] ?? expecting('validYaml', { message });

/** What stands at a position, short enough for one line of an error. */
function shownAt(text: string, position: number): Found {
  const [line = ''] = text.slice(position, position + 40).split('\n', 1);
  return line.trim() === '' ? describing('found.nothing') : { value: line.trim() };
}

/** The first part that no policy may have although it is YAML. */
function firstUnusable(yaml: Document): { readonly at: number; readonly expected: Expected } | null {
  let found: { at: number; expected: Expected } | null = null;
  let aliases = 0;
  const refuse = (node: unknown, expected: Expected) => {
    found = { at: startOf(node) ?? 0, expected };
    return visit.BREAK;
  };
  visit(yaml, {
    Pair: (_, { key }) => {
      if (!isScalar(key)) return refuse(key, expecting('plainKey'));
      return forbiddenKeys.includes(key.value) ? refuse(key, expecting('noSuchField')) : undefined;
    },
    Alias: (_, alias, path) => {
      aliases += 1;
      if (aliases > MAX_ALIASES) return refuse(alias, expecting('yamlAliases', { aliases: MAX_ALIASES }));
      const meant = alias.resolve(yaml);
      if (meant === undefined) return refuse(alias, expecting('yamlAnchorBefore'));
      return path.includes(meant) ? refuse(alias, expecting('yamlOwnAlias')) : undefined;
    },
  });
  return found;
}

/** Where the first alias stands: the only thing that can still fail when the text becomes a value. */
function firstAlias(yaml: Document): number {
  let position = 0;
  visit(yaml, {
    Alias: (_, alias) => {
      position = startOf(alias) ?? 0;
      return visit.BREAK;
    },
  });
  return position;
}

/** Where the part at `path` begins, or the nearest part around it. */
function positionOf(yaml: Document, path: string): number {
  let node: unknown = yaml.contents;
  let position = startOf(node) ?? 0;
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
  return position;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
const isNode = (node: unknown): node is Node => isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
