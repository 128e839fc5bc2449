import { percentile } from '../../bench/statistics';
import type { Recovered } from './crash-round';
import type { CrashPoint } from './crash-points';

/** What came of the sends that were caught at one point. */
export interface CrashFigures {
  readonly point: CrashPoint;
  readonly caught: number;
  /** Messages that the provider accepted. */
  readonly accepted: number;
  /** Neither sent, refused, deferred nor unknown. */
  readonly lost: number;
  /** Accepted more than once. */
  readonly duplicate: number;
  readonly unknown: number;
  /** Of the unknown, those that a person is asked about. */
  readonly flagged: number;
  readonly recoveryP50Ms: number;
  readonly recoveryMaxMs: number;
}

const isAnswered = ({ accepted, state }: Recovered): boolean => accepted > 0 || state !== 'sent';

/** Counts what came of the cases of one point. */
export function figuresOf(point: CrashPoint, recovered: readonly Recovered[]): CrashFigures {
  const cases = recovered.filter((row) => row.point === point);
  const times = cases.map(({ recoveredMs }) => recoveredMs);
  const unknown = cases.filter(({ state }) => state === 'unknown');
  return {
    point,
    caught: cases.length,
    accepted: cases.reduce((sum, { accepted }) => sum + accepted, 0),
    lost: cases.filter((row) => !isAnswered(row)).length,
    duplicate: cases.filter(({ accepted }) => accepted > 1).length,
    unknown: unknown.length,
    flagged: unknown.filter(({ isFlagged }) => isFlagged).length,
    recoveryP50Ms: Math.round(percentile(times, 0.5)),
    recoveryMaxMs: Math.round(Math.max(...times)),
  };
}
