import { cpuMsOf } from '../../bench/cpu';
import { figureOf } from '../../bench/figures';
import { interleave } from '../../bench/measure';
import { percentile, spreadOf } from '../../bench/statistics';

it('takes the median of the ratios of rounds, not the ratio of medians', () => {
  const rounds = [
    { product: 10, bare: 10 },
    { product: 20, bare: 10 },
    { product: 90, bare: 30 },
  ];

  const figure = figureOf('wall', 'ms', rounds, { atMost: 1.5 });

  expect(figure.ratio).toEqual({ median: 2, min: 1, max: 3 });
  expect(figure.met).toBe(false);
  expect(figureOf('wall', 'ms', rounds, { atLeast: 2 }).met).toBe(true);
});

it('puts the median of an even number half-way and percentiles on real values', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

it('alternates which contender begins and does not count the first round', async () => {
  const order: string[] = [];
  const block = (name: string) => async () => order.push(name);

  const rounds = await interleave(2, { product: block('p'), bare: block('b') });

  expect(order.join('')).toBe('pbbppb');
  expect(rounds).toHaveLength(2);
});

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux('counts the processor time of a process', () => {
  const before = cpuMsOf([process.pid]);
  const until = process.cpuUsage().user + 100_000;
  while (process.cpuUsage().user < until);

  // The kernel counts in ticks of 10 ms.
  expect(cpuMsOf([process.pid]) - before).toBeGreaterThanOrEqual(80);
});
