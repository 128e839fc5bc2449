import { decideRestart } from '../../../../workers/embedded/supervisor/restart-policy';

const seconds = (...at: number[]) => at.map((second) => second * 1000);

describe('decideRestart', () => {
  it('starts again after half a second, then after a second', () => {
    expect(decideRestart(seconds(10))).toEqual({ kind: 'restart', delayMs: 500 });
    expect(decideRestart(seconds(10, 20))).toEqual({ kind: 'restart', delayMs: 1000 });
  });

  it('gives up at the third crash within a minute', () => {
    expect(decideRestart(seconds(10, 20, 69.9))).toEqual({ kind: 'giveUp' });
  });

  it('goes on when the third crash comes a minute after the first, and waits longer', () => {
    expect(decideRestart(seconds(10, 40, 70))).toEqual({ kind: 'restart', delayMs: 2000 });
  });

  it('begins a new series after a minute without a crash', () => {
    expect(decideRestart(seconds(0, 30, 90))).toEqual({ kind: 'restart', delayMs: 500 });
  });

  it('never waits longer than half a minute', () => {
    const every40Seconds = Array.from({ length: 20 }, (_, index) => index * 40_000);

    expect(decideRestart(every40Seconds)).toEqual({ kind: 'restart', delayMs: 30_000 });
  });
});
