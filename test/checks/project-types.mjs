import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');

const host = {
  getCanonicalFileName: (/** @type {string} */ file) => file,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};

/** @param {readonly ts.Diagnostic[]} faults */
const worded = (faults) => ts.formatDiagnostics(faults, host);

/**
 * The files of tsconfig.test.json as one program of the compiler; `sources` stands in for all of them, path and text of each.
 * @param {ReadonlyMap<string, string> | null} [sources]
 */
export function compileProject(sources = null) {
  const unreadable = (/** @type {ts.Diagnostic} */ fault) => {
    throw new Error(worded([fault]));
  };
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.test.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: unreadable },
  );
  if (config === undefined || config.errors.length > 0) throw new Error(worded(config?.errors ?? []));
  // ESLint walks from a node to its parent.
  const files = ts.createCompilerHost(config.options, true);
  if (sources === null) return ts.createProgram(config.fileNames, config.options, files);
  const texts = new Map([...sources].map(([file, text]) => [path.join(root, file), text]));
  const readFile = (/** @type {string} */ file) => texts.get(file) ?? ts.sys.readFile(file);
  const getSourceFile = (/** @type {string} */ file, /** @type {ts.ScriptTarget} */ options) => {
    const text = readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, options, true);
  };
  return ts.createProgram([...texts.keys()], config.options, { ...files, readFile, getSourceFile });
}

/**
 * The part of an ESLint configuration that takes types from `program` instead of compiling the project again.
 * @param {ts.Program} program
 */
export const onProgram = (program) => ({
  files: ['**/*.{ts,tsx}'],
  languageOptions: { parserOptions: { programs: [program] } },
});

/**
 * What `tsc` would say of `program`; empty when all is right.
 * @param {ts.Program} program
 */
export const typeFaults = (program) => worded(ts.getPreEmitDiagnostics(program));
