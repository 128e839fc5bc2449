import { oneLine } from '../../workers/embedded/supervisor/faults';

/** What `doctor` says about one part. `advice` tells what to do where something is wrong. */
export interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fault';
  found: string;
  advice?: string;
}

/** Builders: a check that is fine needs no advice, the others always carry one. */
export const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });
/** Works, but somebody should know. */
export const warn = (name: string, found: string, advice: string): Check => ({ name, status: 'warn', found, advice });
/** Does not work. */
export const fault = (name: string, found: string, advice: string): Check => ({ name, status: 'fault', found, advice });

/** The check's answer, or a fault with what was thrown. */
export async function attempt(name: string, advice: string, work: () => Promise<Check> | Check): Promise<Check> {
  try {
    return await work();
  } catch (error) {
    return fault(name, oneLine(error), advice);
  }
}
