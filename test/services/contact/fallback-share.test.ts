import { createFallbackShare } from '../../../services/contact/fallback-share';
import { sendStep } from '../../../services/contact/send-step';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps } from '../../support/sending';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

describe('the room for fallbacks on a channel', () => {
  it('is a tenth of what its provider takes, and who finds none gets a turn of its own', () => {
    let now = 0;
    const share = createFallbackShare({ sms: 1 }, () => now);
    expect(share.take('sms')).toBeNull();
    expect([share.take('sms'), share.take('sms'), share.take('sms')]).toEqual([10_000, 20_000, 30_000]);
    now = 10_000;
    expect(share.take('sms')).toBeNull();
    now = 15_000;
    expect(share.take('sms')).toBe(25_000);
  });

  it('has no end where the provider has no limit', () => {
    const share = createFallbackShare({ sms: 1 }, () => 0);
    expect([share.take('email'), share.take('email')]).toEqual([null, null]);
  });
});

it('never puts off what goes out as planned', async () => {
  const { call, policies } = await aSending(db);
  const fallbackShare = createFallbackShare({ email: 1 }, () => 0);
  expect(fallbackShare.take('email')).toBeNull();
  const deps = { ...sendDeps(db, policies, provider.url), fallbackShare };
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent', channel: 'email' });
});

it('puts a fallback off that finds no room, until its turn', async () => {
  const { call, policies } = await aSending(db);
  let now = 0;
  const fallbackShare = createFallbackShare({ sms: 1 }, () => now);
  const deps = { ...sendDeps(db, policies, provider.url), fallbackShare };
  await db.contactPoint.updateMany({ where: { kind: 'email' }, data: { bouncedAt: new Date('2026-03-01T00:00:00Z') } });
  // Another message has just taken the room.
  expect(fallbackShare.take('sms')).toBeNull();
  expect(await sendStep(deps, call)).toEqual({
    kind: 'deferredUntil',
    until: '2026-03-05T02:01:00.000Z',
    reason: { code: 'rateShare', step: 'friendlyReminder', detail: 'sms' },
  });
  expect([await db.contact.count(), provider.accepted.length]).toEqual([0, 0]);
  now = 60_000;
  expect(await sendStep(deps, { ...call, asOf: '2026-03-05T02:01:00.000Z' })).toMatchObject({
    kind: 'sent',
    channel: 'sms',
  });
});
