import { needsCall, traitsOf } from '../../../domain/conversations/channel-traits';
import { recommendChannel, type ChannelFacts } from '../../../domain/conversations/recommend-channel';

const unknown: ChannelFacts = {
  ...{ receivable: null, currency: 'CNY', openMinor: 50_000_00, size: 'normal', relationship: null, grade: null },
  ...{ motive: null, disputed: false, technicalFault: null, smallItems: null },
};
const retention = (openMinor: number, more: Partial<ChannelFacts> = {}) => ({
  ...{ receivable: 'retention', openMinor },
  ...more,
});

it.each<[string, string, Partial<ChannelFacts>, string]>([
  ['[S224] by phone while nothing says otherwise', 'call', {}, 'default'],
  ['[S224] by phone for grade C as well', 'call', { grade: 'C' }, 'default'],
  ['[S235] by phone for grade A, which pays after a reminder', 'call', { grade: 'A' }, 'goodPayer'],
  ['[S235] by phone for grade B, which pays after a reminder', 'call', { grade: 'B' }, 'goodPayer'],
  ['[S221] by phone for scattered small debts', 'call', { smallItems: 'scattered' }, 'scatteredItems'],
  ['[S222][Y3] by phone for retention money below 30,000', 'call', retention(29_999_99), 'smallRetention'],
  ['[S222][Y3] by phone for retention money of 30,000', 'call', retention(30_000_00), 'smallRetention'],
  ['[S222][S238] by visit for retention money above 30,000', 'visit', retention(30_000_01), 'acceptanceOrRetention'],
  [
    '[S238] by visit for retention money in a currency without a limit',
    'visit',
    retention(1_00, { currency: 'EUR' }),
    'acceptanceOrRetention',
  ],
  [
    '[S238] by visit for acceptance money, also of a good payer',
    'visit',
    { receivable: 'acceptance', grade: 'A' },
    'acceptanceOrRetention',
  ],
  [
    '[S236] by visit for a large sum of an important customer',
    'visit',
    { size: 'large', relationship: 'important' },
    'largeAndImportant',
  ],
  ['[S236] by phone for a large sum alone', 'call', { size: 'large' }, 'default'],
  ['[S236] by phone for an important customer alone', 'call', { relationship: 'important' }, 'default'],
  ['[S220] by visit for many small items in one area', 'visit', { smallItems: 'concentrated' }, 'concentratedItems'],
  ['[S220] by visit in a dispute, also about little', 'visit', retention(1_00, { disputed: true }), 'dispute'],
  ['[S220] by visit where somebody means not to pay', 'visit', { motive: 'malicious' }, 'intentToDefault'],
  ['[S220] by phone to who is careless only', 'call', { motive: 'negligent' }, 'default'],
  [
    '[S237] by visit to mend a fault, before the dispute about it',
    'visit',
    { technicalFault: true, disputed: true },
    'technicalFault',
  ],
])('%s', (_name, channel, facts, reason) => {
  expect(recommendChannel({ ...unknown, ...facts })).toMatchObject({ channel, reason });
});

it('names the rules that say so', () => {
  expect(recommendChannel(unknown)).toEqual({ channel: 'call', reason: 'default', sources: ['S224'] });
  expect(recommendChannel({ ...unknown, technicalFault: true }).sources).toContain('S237');
});

it('[S239][S240] knows fax as fast, written and open to all, and letters as private', () => {
  expect(traitsOf('fax')).toEqual({ confidentiality: 'low', speed: 'high', cost: 'low', written: true });
  expect(traitsOf('letter')).toMatchObject({ confidentiality: 'high', written: true });
  expect([needsCall('fax'), needsCall('letter'), needsCall('email')]).toEqual([true, false, false]);
});
