// Lints the samples that arrive as JSON on stdin (`[{ path, code }]`) under the project's configuration and answers, in the
// same order, which rules refuse each. A process of its own, because jest cannot load an ESLint configuration written as ESM.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { compileProject, onProgram } from './project-types.mjs';

const samples = JSON.parse(await text(process.stdin));

// The files of most samples do not exist, so nothing is known of their types; the import rules need none.
const withoutTypes = new ESLint({
  overrideConfig: [{ files: ['**/*.{ts,tsx}'], ...ts.configs.disableTypeChecked }],
});

/** @param {{ path: string, code: string }} sample */
const withTypes = ({ path, code }) =>
  new ESLint({ overrideConfig: [onProgram(compileProject(new Map([[path, code]])))] });

const answers = [];
for (const sample of samples) {
  const eslint = sample.typed === true ? withTypes(sample) : withoutTypes;
  const [result] = await eslint.lintText(sample.code, { filePath: sample.path });
  answers.push(result.messages.map((message) => ({ rule: message.ruleId ?? 'parse', text: message.message })));
}
process.stdout.write(JSON.stringify(answers));
