import { recordDelivery, type DeliveryReport } from '../../../services/contact/record-delivery';
import { sendStep } from '../../../services/contact/send-step';
import { verifyChain } from '../../../services/evidence';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps } from '../../support/sending';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

const later = new Date('2026-03-05T02:30:00.000Z');

async function aSentMessage() {
  const sending = await aSending(db);
  const deps = sendDeps(db, sending.policies, provider.url);
  await sendStep(deps, sending.call);
  const { id: contactId } = await db.contact.findFirstOrThrow();
  const report = (outcome: DeliveryReport['outcome']) =>
    db.$transaction((tx) => recordDelivery(tx, { contactId, outcome, at: later, source: 'sendgrid', problem: null }));
  return { ...sending, deps, contactId, report };
}

it('[R26] marks a bounced address, tells the case, asks a person, and the next attempt takes the fallback', async () => {
  const { call, deps, report } = await aSentMessage();
  expect(await report('bounced')).toHaveLength(1);
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'bounced', failedAt: later });
  expect(await db.contactPoint.findFirstOrThrow({ where: { kind: 'email' } })).toMatchObject({ bouncedAt: later });
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { caseId: call.caseId, kind: 'deliveryReported', payload: { stepId: call.step, outcome: 'bounced' } },
  ]);
  expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'open' }]);
  const again = { ...call, rowSeq: 4, asOf: later.toISOString() };
  expect(await sendStep(deps, again)).toMatchObject({ kind: 'sent', channel: 'sms' });
  const attempts = await db.contactStep.findMany({ orderBy: { attempt: 'asc' } });
  expect(attempts.map((row) => [row.attempt, row.definitelyFailed])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(await verifyChain(db, `case:${call.caseId}`)).toMatchObject({ ok: true });
});

it('[R26] ends with a reason when no way is left, instead of waiting', async () => {
  const { call, deps, report } = await aSentMessage();
  await db.contactPoint.deleteMany({ where: { kind: 'phone' } });
  await report('bounced');
  const again = { ...call, rowSeq: 4, asOf: later.toISOString() };
  expect(await sendStep(deps, again)).toMatchObject({
    kind: 'refused',
    reason: { code: 'noAddress', detail: 'email:bounced sms:missing' },
  });
  expect(await db.task.count({ where: { kind: 'data' } })).toBe(1);
});

it.each([
  [['read', 'delivered'], 'read'],
  [['delivered', 'sent'], 'delivered'],
  [['delivered', 'bounced'], 'bounced'],
  [['bounced', 'delivered'], 'bounced'],
  [['bounced', 'bounced'], 'bounced'],
  [['read', 'bounced'], 'bounced'],
  [['bounced', 'read'], 'bounced'],
  [['failed', 'bounced'], 'bounced'],
] as const)('[F5] of the reports %p keeps the state that nothing late can change: %s', async (reports, state) => {
  const { call, report } = await aSentMessage();
  for (const outcome of reports) await report(outcome);
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state });
  const content = await db.evidence.findMany({ where: { chainId: `case:${call.caseId}`, kind: 'contactReported' } });
  expect(content).toHaveLength(reports.findIndex((outcome) => outcome === state) + 1);
});

it('[R5] resolves an unknown send by a receipt: task closed, case told, nothing sent again', async () => {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url);
  provider.faults.push({ kind: 'acceptThenDrop' });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'unknown' });
  const { id: contactId } = await db.contact.findFirstOrThrow();
  await db.$transaction((tx) =>
    recordDelivery(tx, { contactId, outcome: 'delivered', at: later, source: 'sendgrid', problem: null }),
  );
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered' });
  expect(await db.task.findMany()).toMatchObject([
    { kind: 'resolveUnknownSend', status: 'done', closedBy: 'sendgrid' },
  ]);
  expect(await db.signalOutbox.findMany()).toMatchObject([{ kind: 'deliveryReported' }]);
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent', contactId });
  expect(provider.accepted).toHaveLength(1);
});

it('keeps a receipt that was faster than our own record', async () => {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url);
  const senders = {
    choose: () => ({
      sender: {
        async send({ contactId }: { readonly contactId: string }) {
          await db.$transaction((tx) =>
            recordDelivery(tx, { contactId, outcome: 'delivered', at: later, source: 'sendgrid', problem: null }),
          );
          return { kind: 'accepted', providerId: 'mail-9' } as const;
        },
      },
    }),
  };
  expect(await sendStep({ ...deps, senders }, call)).toMatchObject({ kind: 'sent' });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered', providerId: 'mail-9' });
});
