import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

// `dunwell policy show … | head`: the reader goes away while there is much to say.
const program = `
  const { installInterrupts } = require(${JSON.stringify(join(__dirname, '../../cli/boot/interrupts.cjs'))});
  installInterrupts(() => undefined);
  let lines = 0;
  const write = () => {
    for (let n = 0; n < 1000; n++) process.stdout.write('a line of a long table\\n');
    if (++lines < 50) setImmediate(write);
  };
  write();
`;

it('ends quietly when the reader of its output has gone', async () => {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const closed: unknown[] = await once(child, 'close');
  expect([closed[0], complaints]).toEqual([0, '']);
});
