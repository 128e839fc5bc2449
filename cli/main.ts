import { Command, CommanderError } from 'commander';
import type { Boot, ExitCode } from './boot-context';
import { registerApiCommands } from './commands';
import { contextOpener } from './commands/context';
import { registerDemo } from './commands/demo';
import { registerPolicy } from './commands/policy';
import { registerSimulate } from './commands/simulate';

function registerUp(program: Command, boot: Boot, end: (code: ExitCode) => void): void {
  program
    .command('up')
    .description('start everything: PostgreSQL, Temporal, worker and API; Ctrl+C stops it')
    .action(async () => {
      // Loaded only here: the server side takes a second to load, and other commands need none of it.
      const { up } = await import('./commands/up.js');
      end(await up(boot));
    });
}

function registerDoctor(program: Command, boot: Boot, end: (code: ExitCode) => void): void {
  program
    .command('doctor')
    .description('check every part and say what to do about each fault; exit code 1 on a fault')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { json?: boolean }) => {
      const { doctor } = await import('./commands/doctor.js');
      end(await doctor(boot, options.json === true));
    });
}

function registerRepair(program: Command, boot: Boot): void {
  program
    .command('repair')
    .description('reset cases that stand still because they cannot read a message (doctor lists them)')
    .action(async () => {
      const { repair } = await import('./commands/repair.js');
      await repair(boot);
    });
}

function registerBuild(program: Command): void {
  program
    .command('build')
    .description('install packages and build what is out of date')
    .option('--only <part>', '"generate": only the Prisma client')
    // The entry file has built before it came here, as it does for every command.
    .action(() => undefined);
}

/**
 * Runs one command line.
 *
 * @returns the exit code of the process
 */
export async function main(args: string[], boot: Boot): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const end = (code: ExitCode) => {
    exitCode = code;
  };
  const program = new Command('dunwell').description('Collects overdue invoices.').exitOverride().showHelpAfterError();
  registerUp(program, boot, end);
  registerDoctor(program, boot, end);
  registerRepair(program, boot);
  registerSimulate(program, boot, end);
  registerDemo(program, boot, end);
  registerBuild(program);
  const open = contextOpener(boot.dataFolder, process);
  registerPolicy(program, boot, end, open);
  registerApiCommands(program, open);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has already written its message; asking for help is no error.
    if (error instanceof CommanderError) return error.exitCode;
    process.stderr.write(`dunwell: ${error instanceof Error ? error.message : String(error)}\n`);
    // The sentence is for everybody, the stack for whoever asks for it.
    if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return 1;
  }
  return exitCode;
}
