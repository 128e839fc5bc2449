import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

// Four minutes: each takes 5 to 30 seconds alone, and shares two cores with the other tests.
const CHECK_WITHIN_MS = 240_000;

describe('the sources', () => {
  it.each([
    ['are formatted', 'format:check'],
    ['keep the lint rules', 'lint'],
    ['have the right types', 'typecheck'],
    ['contain nothing that nobody uses', 'knip'],
  ])(
    '%s (npm run %s)',
    (_title, script) => {
      const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], { cwd: root, encoding: 'utf8' });
      // The tool's own words are the best message.
      if (status !== 0) throw new Error(`npm run ${script} ended with ${status}:\n${stdout}${stderr}`);
    },
    CHECK_WITHIN_MS,
  );
});
