import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { buildApp } from '../../api/app';
import type { BuildAppDeps } from '../../api/deps';
import { hashApiKey } from '../../services/first-start';
import { createPinnedPlans } from '../../services/pinned-plans';
import { createPolicyStore } from '../../services/policy-store';
import type { Db } from '../../clients/prisma';

/** The instant at which all API tests take place. */
export const testNow = new Date('2026-03-02T02:00:00.000Z');

/** A creditor with one member of staff and their API key. */
export interface TestCaller {
  readonly creditorId: string;
  readonly staffId: string;
  readonly key: string;
}

/** Adds a creditor, a person of theirs and a key; `name` tells several apart. */
export async function aCaller(db: Db, name = 'Acme'): Promise<TestCaller> {
  const key = `dw_${randomBytes(32).toString('base64url')}`;
  const creditor = await db.creditor.create({
    data: { name, legalName: `${name} Ltd`, country: 'CN', zone: 'Asia/Shanghai', currency: 'CNY', language: 'zh-CN' },
  });
  const staff = await db.staff.create({
    data: {
      name: 'Li Wei',
      email: `collector@${name.toLowerCase()}.example.com`,
      role: 'collector',
      creditorId: creditor.id,
      apiKeys: { create: { name: 'test', hash: hashApiKey(key) } },
    },
  });
  return { creditorId: creditor.id, staffId: staff.id, key };
}

/** A case messenger that reaches every case at once, as a running workflow would, and marks the message applied. */
export function reachingMessenger(db: Db): BuildAppDeps['messenger'] {
  return {
    async send({ body }) {
      const id = typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
      await db.signalOutbox.updateMany({ where: { id }, data: { appliedAt: testNow, deliveredAt: testNow } });
      return 'delivered';
    },
  };
}

/** A case messenger that finds no running workflow: what is committed is answered 202. */
export const silentMessenger: BuildAppDeps['messenger'] = { send: async () => 'notRunning' };

/** The app on a real database; everything of Temporal is a plain object. */
export async function testApp(db: Db, more: Partial<BuildAppDeps> = {}): Promise<FastifyInstance> {
  return buildApp({
    db,
    messenger: reachingMessenger(db),
    plans: createPinnedPlans(db, createPolicyStore(db)),
    policies: createPolicyStore(db),
    // No workflow runs behind these tests.
    caseReader: { read: async () => null },
    enrolment: {
      trigger: async () => ({ started: true }),
      progress: async () => ({ running: false, eligible: 0, enrolled: 0, started: 0, failure: null }),
    },
    checks: { database: async () => undefined, temporal: async () => undefined },
    webhooks: { sendGridEvents: null, sendGridMail: null, twilio: null, publicBaseUrl: null },
    clock: () => testNow,
    version: '0.1.0-test',
    // Tests ask more often than a person; the limit has a test of its own.
    requestsPerMinute: 100_000,
    ...more,
  });
}

let keys = 0;

/** Speaks to the app in the name of `caller`; every command gets a new Idempotency-Key unless one is given. */
export function asCaller(app: FastifyInstance, caller: Pick<TestCaller, 'key'>) {
  const authorization = `Bearer ${caller.key}`;
  return {
    get: (url: string, headers: Record<string, string> = {}) =>
      app.inject({ method: 'GET', url, headers: { authorization, ...headers } }),
    post: (url: string, payload: InjectOptions['payload'], headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url,
        ...(payload === undefined ? {} : { payload }),
        headers: { authorization, 'idempotency-key': `test-${(keys += 1)}`, ...headers },
      }),
  };
}
