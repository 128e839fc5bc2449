/** Work that is repeated until it is stopped; a failure is told and the next turn tries again. */
export interface Repetition {
  /** Resolves when the turn under way has ended; no other begins. */
  stop(): Promise<void>;
}

/** Repeats `work`, each turn `everyMs` after the end of the one before. */
export function repeat(work: () => Promise<unknown>, everyMs: number, onFailure: (error: unknown) => void): Repetition {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      turn = work().then(
        () => next(),
        (error: unknown) => {
          onFailure(error);
          next();
        },
      );
    }, everyMs);
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
