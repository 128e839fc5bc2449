import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '../..');

/** What a file imports or exports from elsewhere as values: types leave nothing in the bundle. */
function valueImports(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const from =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
    return from !== undefined && ts.isStringLiteral(from) && !isTypeOnly(statement) ? [from.text] : [];
  });
}

function isTypeOnly(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return false;
  const { phaseModifier, name, namedBindings } = statement.importClause;
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

/** Packages in the workflow bundle, each with the file that brings it in. */
function packagesOf(entry: string): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  const [open, seen] = [[entry], new Set<string>()];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const specifier of valueImports(file)) {
      if (!specifier.startsWith('.')) {
        packages.set(specifier, path.relative(root, file));
        continue;
      }
      const at = path.resolve(path.dirname(file), specifier);
      const next = [`${at}.ts`, path.join(at, 'index.ts')].find((candidate) => existsSync(candidate));
      if (next === undefined)
        throw new Error(`${path.relative(root, file)} imports ${specifier}, which is no file here`);
      open.push(next);
    }
  }
  return packages;
}

describe('what workflows import, directly or not', () => {
  // Rates are computed where claims are made; in the loop of a case there is no decimal and no schema (decisions 2.13).
  it.each(['decimal.js', 'zod'])('does not bring %s into their bundle', (name) => {
    expect(packagesOf(path.join(root, 'workflows', 'index.ts')).get(name)).toBeUndefined();
  });

  it('is walked through to the domain', () => {
    const packages = packagesOf(path.join(root, 'domain', 'interest', 'claim.ts'));
    expect(packages.get('decimal.js')).toBe('domain/interest/exact.ts');
  });
});
