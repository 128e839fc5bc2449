import { aPack, planOf } from './a-pack';

const packs = ['standard', 'seed-000', 'seed-001', 'seed-002', 'seed-003', 'seed-004'];

describe.each(packs)('%s', (name) => {
  it('[S389] takes no hard measure without a person’s yes', async () => {
    const { steps } = planOf(await aPack(name));
    const hard = steps.filter(({ effect, tone }) => effect === 'instructLawyer' || tone === 'legal');
    expect(hard.length).toBeGreaterThan(0);
    expect(hard.filter(({ approval }) => approval === null).map(({ id }) => id)).toEqual([]);
  });
});

it('[U1] standard writes to a debtor once a day, twice in 7 days, six times in 30, 48 hours apart, from 09:00 to 17:30', async () => {
  const { caps, windows } = planOf(await aPack('standard'));
  expect(caps).toEqual({ perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48 });
  expect(windows.sms).toEqual({ ranges: [[540, 1050]], workingDaysOnly: true });
});
