// What `npm run typecheck` and `npm run lint` say, in one process: the types of the project are worked out once for both,
// which is most of what either of them takes. Ends with 1 and the words of both when something is wrong.
import { ESLint } from 'eslint';
import { compileProject, onProgram, typeFaults } from './project-types.mjs';

const program = compileProject();
// First the rules: they ask for the types of everything that they read, and the check finds them known.
const eslint = new ESLint({ overrideConfig: [onProgram(program)] });
const results = await eslint.lintFiles(['.']);
const { format } = await eslint.loadFormatter('stylish');
const report = [await format(results), typeFaults(program)].filter((part) => part !== '').join('\n');

process.stdout.write(report);
const typed = results.filter(({ filePath }) => filePath.endsWith('.ts')).length;
if (typed === 0) throw new Error('ESLint found no TypeScript files: expected those of the project');
process.exitCode = report === '' ? 0 : 1;
