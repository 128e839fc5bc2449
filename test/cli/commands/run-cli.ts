import { Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import type { FastifyInstance } from 'fastify';
import { registerApiCommands } from '../../../cli/commands';
import { contextOpener } from '../../../cli/commands/context';

/** What a command line wrote, and how it ended. */
export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  /** The sentence that is printed before exit code 1; null when the command succeeded. */
  readonly failure: string | null;
}

function collector(): { stream: Writable; text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

/** Runs a command line against the API at `url`, as the entry file would, without a terminal. */
export async function runCli(
  args: readonly string[],
  access: { readonly url: string; readonly key: string },
): Promise<CliRun> {
  process.env['DUNWELL_API_URL'] = access.url;
  process.env['DUNWELL_API_KEY'] = access.key;
  const [stdout, stderr] = [collector(), collector()];
  const program = new Command('dunwell').exitOverride();
  program.configureOutput({
    writeOut: (text) => stdout.stream.write(text),
    writeErr: (text) => stderr.stream.write(text),
  });
  registerApiCommands(program, contextOpener('/nowhere', { stdout: stdout.stream, stderr: stderr.stream }));
  let failure: string | null = null;
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    if (!isHelp) failure = error instanceof Error ? error.message : String(error);
  }
  return { stdout: stdout.text(), stderr: stderr.text(), failure };
}

/** Lets `app` listen on a free port and says where. */
export const listen = (app: FastifyInstance): Promise<string> => app.listen({ host: '127.0.0.1', port: 0 });
