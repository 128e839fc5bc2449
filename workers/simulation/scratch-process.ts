import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { checkoutFolder } from '../checkout';

/** Makes this process fit for workers that somebody watches: only faults are reported, and signals are left to us. */
export function quietProcess(): void {
  // Of themselves workers would end at a Ctrl+C and leave cases in the middle of a step.
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  // Prisma's adapter sends two queries of a transaction at once; the driver's warning is for its authors, not for our users.
  process.noDeprecation = true;
}

/** The workflows as the build left them. @throws Error when they are not built */
export function builtBundle(): { codePath: string } {
  const codePath = join(checkoutFolder(), 'dist', 'workflow-bundle.js');
  if (existsSync(codePath)) return { codePath };
  throw new Error(`The workflows are not built: ${codePath} is missing. Run npm run build.`);
}
