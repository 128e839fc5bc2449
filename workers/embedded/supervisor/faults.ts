/** A start that cannot go on. The message is one sentence for the person at the terminal: what, which, what to do. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}

/** The start was interrupted by a signal: nothing to report, only to stop. */
export class StartInterrupted extends Error {
  override readonly name = 'StartInterrupted';
}

/** What went wrong as one line, whatever was thrown. */
export function oneLine(error: unknown): string {
  const text =
    error instanceof AggregateError
      ? error.errors.map(oneLine).join('; ')
      : String(error instanceof Error ? error.message : error);
  return text.replace(/\s+/g, ' ').trim();
}
