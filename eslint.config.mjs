import js from '@eslint/js';
import ts from 'typescript-eslint';
import { determinismGlobals, determinismSyntax, hostSyntax } from './test/checks/determinism-bans.mjs';
import { boundary, boundaryRow, rows } from './test/checks/import-table.mjs';

const nodeGlobals = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'fetch', 'performance', 'AbortController', 'AbortSignal', '__dirname']
    .concat(['__filename', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'])
    .map((name) => [name, 'readonly']),
);

// Functions are counted without blank lines and comments, so that nobody saves on them.
const lengthLimits = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
};

export default ts.config(
  { ignores: ['dist/**', 'node_modules/**', 'clients/generated/**', '.data/**', '.cache/**', 'test-results/**'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx,cjs,mjs}'],
    rules: { eqeqeq: 'error', 'object-shorthand': 'error', ...lengthLimits },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: 'tsconfig.test.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A name that begins with an underscore says that it is not used on purpose.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Functions that promise a promise may have nothing to wait for: fakes, and activities of a side that is ready at once.
      '@typescript-eslint/require-await': 'off',
      // A default branch is an answer for all the rest.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Parts are plain objects made by functions, not classes: their methods use no `this` and may be taken apart.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: nodeGlobals },
  },
  {
    // They run before the packages are installed.
    files: ['cli/entry.cjs', 'cli/boot/*.cjs', 'test/*.cjs', 'test/rules/*.cjs'],
    ignores: ['cli/boot/bundle.cjs', 'cli/boot/compile.cjs'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='require'][arguments.0.value=/^(?!node:|\\.)/]",
          message: 'Node built-ins only: nothing is installed yet when this file runs.',
        },
      ],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: nodeGlobals } },
  ...rows.flatMap((row) => boundary(row)),
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...determinismGlobals] },
  },
  ...boundary(boundaryRow('domain'), determinismSyntax),
  ...boundary(boundaryRow('workflows'), determinismSyntax),
  // The only reader of the clock in workflow code (decisions 1.1); the host's zone and locale stay banned there too.
  ...boundary({ ...boundaryRow('workflows'), files: 'workflows/clock.ts' }, hostSyntax),
  {
    files: ['policies/**/*.{ts,js,cjs,mjs}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'policies/ holds data only: YAML and Liquid.' },
      ],
    },
  },
  // A describe block is one function with many tests in it.
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off' } },
);
