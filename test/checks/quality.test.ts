import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

// Five minutes: each takes 5 to 60 seconds alone, and shares two cores with the other tests.
const CHECK_WITHIN_MS = 300_000;

describe('the sources', () => {
  it.each([
    ['are formatted (npm run format:check)', 'npm', ['run', '--silent', 'format:check']],
    [
      'keep the lint rules and have the right types (npm run lint, typecheck)',
      'node',
      ['test/checks/lint-and-types.mjs'],
    ],
    ['contain nothing that nobody uses (npm run knip)', 'npm', ['run', '--silent', 'knip']],
  ])(
    '%s',
    (_title, command, args) => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
      // The tool's own words are the best message.
      if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    },
    CHECK_WITHIN_MS,
  );
});
