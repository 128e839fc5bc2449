import { z } from 'zod';
import { createCaseReader } from '../../clients/case-reader';
import { newId } from '../../services/ids';
import { policyHash } from '../../services/policy-document';
import { previewCase } from '../../services/case-preview';
import { type Migration, casesToMigrate, migrateCases, previewMigration } from '../../services/policy-migration';
import { storyteller, type Story } from '../support/story';

const tell = storyteller('live');
// Stories on days of their own: the debtors share one address, whose limits count for all of them.
const invoice = { due: '2026-03-02', amount: '10000.00' };
const reminder = 'day 3 friendlyReminder by email';

const plainJson = z.record(z.string(), z.json());
const texts = z.record(z.string(), z.string());

const debtorStep = { role: 'owner', addressee: 'accountsPayable', entry: true, sources: ['S53'] };
const messageStep = {
  ...debtorStep,
  effect: 'sendReminder',
  channel: 'email',
  template: 'friendly',
  payBy: { days: 3 },
};
const task = { deadlineDays: 5, escalateTo: 'manager' };

// A short ladder, so that these stories stay as they are when `standard` changes.
const ladder: readonly { readonly [field: string]: unknown; readonly id: string }[] = [
  { ...messageStep, id: 'friendlyReminder', day: 3, stage: 'friendly', severity: 2, tone: 'friendly' },
  {
    ...debtorStep,
    id: 'call',
    day: 10,
    stage: 'call',
    severity: 3,
    tone: 'neutral',
    effect: 'openCallTask',
    channel: 'call',
    task,
  },
  { ...messageStep, id: 'firmReminder', day: 20, stage: 'firm', severity: 4, tone: 'firm' },
  {
    id: 'managerReview',
    day: 30,
    stage: 'manager',
    severity: 5,
    effect: 'escalateToManager',
    channel: 'internal',
    role: 'manager',
    task,
    sources: ['S243'],
  },
];

/** Stores a version of a policy of its own, with the settings of `standard`; some steps changed, or left out where the change is null. */
async function storeVersion(name: string, version: number, changes: Readonly<Record<string, object | null>> = {}) {
  const { db } = tell.stage();
  const first = await db.policyVersion.findFirstOrThrow({ where: { name: 'standard', version: 1 } });
  // Sections that name steps of `standard` go with them.
  const { interest: _interest, routes: _routes, care: _care, ...settings } = plainJson.parse(first.document);
  const steps = ladder.flatMap((step) => {
    const change = changes[step.id];
    return change === null ? [] : [{ ...step, ...change }];
  });
  const stages = ['friendly', 'call', 'firm', 'manager'];
  const document = plainJson.parse({ ...settings, policy: name, version, stages, steps });
  const templates = texts.parse(first.templates);
  const hash = policyHash(document, templates);
  await db.policyVersion.create({ data: { id: newId(), name, version, hash, document, templates } });
}

const deps = () => ({ db: tell.stage().db, reader: createCaseReader(tell.stage().client) });

async function migrationOf(story: Story, policy: string, version: number): Promise<Migration> {
  const target = await tell.stage().policies.planFor(policy, version);
  return { creditorId: story.creditorId, target, at: story.now() };
}

const page = { limit: 50, after: null };

async function migrate(story: Story, policy: string, version: number): Promise<void> {
  const migration = { ...(await migrationOf(story, policy, version)), actor: 'test', reason: 'the new policy' };
  const { messageIds } = await migrateCases(deps(), migration, 50);
  await story.deliver(messageIds);
}

describe('a policy that is edited while cases run', () => {
  it('[R17] leaves them as they are until they are migrated, which is previewed and then happens as previewed', async () => {
    await storeVersion('edited', 1);
    const story = await tell.anInvoice({ ...invoice, policy: 'edited' });
    await story.untilDay(4);
    await storeVersion('edited', 2, { call: { day: 14 } });
    await story.untilDay(5);
    expect(await story.next()).toBe('day 10 10:00 call: notYet');

    const migration = await migrationOf(story, 'edited', 2);
    const { items } = await previewMigration(deps(), migration, page);
    expect(items).toMatchObject([
      {
        caseId: story.caseId,
        invoice: 'INV-1',
        fromVersion: 1,
        zone: 'Asia/Shanghai',
        before: { step: 'call', at: '2026-03-12T02:00:00.000Z' },
        after: { step: 'call', at: '2026-03-16T02:00:00.000Z' },
      },
    ]);
    expect(await story.next()).toBe('day 10 10:00 call: notYet');
    expect(await casesToMigrate(tell.stage().db, migration)).toBe(1);

    await migrate(story, 'edited', 2);
    expect(await story.next()).toBe('day 14 10:00 call: notYet');
    expect(await casesToMigrate(tell.stage().db, migration)).toBe(0);
    await story.untilDay(15);
    expect(await story.tasks()).toEqual(['day 14 call for owner: open']);
    expect(await story.sent()).toEqual([reminder]);
    const evidence = await tell.stage().db.evidence.findMany({ where: { chainId: `case:${story.caseId}` } });
    expect(evidence.map(({ kind }) => kind)).toContain('policyMigrated');
  });

  it('[R17] is followed by a migrated case to its end, without a step twice', async () => {
    await storeVersion('shortened', 1);
    const story = await tell.anInvoice({ due: '2026-08-03', amount: '10000.00', policy: 'shortened' });
    await story.untilDay(4);
    await storeVersion('shortened', 2, { friendlyReminder: { day: 5 }, call: null, firmReminder: { day: 22 } });
    await migrate(story, 'shortened', 2);
    await story.untilDay(40);
    // The friendly reminder was sent on day 3 and is not sent again; the call is gone.
    expect(await story.sent()).toEqual([reminder, 'day 22 firmReminder by email']);
    expect(await story.tasks()).toEqual([
      'day 30 managerReview for manager: ignored',
      expect.stringContaining('escalation'),
    ]);
  });

  it('tells what a running case does from now on, and what it does then', async () => {
    await storeVersion('previewed', 1);
    const story = await tell.anInvoice({ due: '2026-06-01', amount: '10000.00', policy: 'previewed' });
    await story.untilDay(4);
    const { db } = tell.stage();
    const question = { caseId: story.caseId, people: 'noAnswer', at: story.now() } as const;
    const preview = await previewCase({ db, reader: deps().reader }, question);
    expect(preview?.rows.map(({ day, date, step }) => `${day} ${date} ${step}`)).toEqual([
      '10 2026-06-11 call',
      '20 2026-06-22 firmReminder',
      '30 2026-07-01 managerReview',
    ]);
    await story.untilDay(11);
    expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
  });
});
