// A crash that follows within a minute belongs to the same trouble; the third one shows that starting again does not help.
const WINDOW_MS = 60_000;
const CRASHES_TO_GIVE_UP = 3;
// Half a second is enough for a port or a file to be free again; each further wait doubles, up to half a minute.
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** What to do about a crash: start again after `delayMs`, or stop everything. */
export type RestartDecision = { kind: 'restart'; delayMs: number } | { kind: 'giveUp' };

/**
 * Decides about the last of the crashes given. The delay doubles with every crash of a series (a series ends when a
 * minute passes without one): 0.5 s, 1 s, 2 s …
 *
 * @param crashes times of all crashes of one part so far, ascending, in milliseconds; the last one is judged
 */
export function decideRestart(crashes: readonly number[]): RestartDecision {
  const last = crashes.at(-1);
  if (last === undefined) return { kind: 'restart', delayMs: 0 };
  const recent = crashes.filter((at) => last - at < WINDOW_MS);
  if (recent.length >= CRASHES_TO_GIVE_UP) return { kind: 'giveUp' };
  let series = 1;
  for (let index = crashes.length - 1; index > 0; index -= 1) {
    const gap = (crashes[index] ?? 0) - (crashes[index - 1] ?? 0);
    if (gap >= WINDOW_MS) break;
    series += 1;
  }
  return { kind: 'restart', delayMs: Math.min(FIRST_DELAY_MS * 2 ** (series - 1), LONGEST_DELAY_MS) };
}
