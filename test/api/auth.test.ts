import type { FastifyInstance } from 'fastify';
import { createPrisma } from '../../clients/prisma';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';

describe('authentication, errors and the description of the API', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;

  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
    app = await testApp(db);
  });
  afterEach(() => app.close());

  it('answers health without a key, and 503 while a part is not usable', async () => {
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'ok', version: '0.1.0-test' });
    expect((await app.inject('/health/ready')).statusCode).toBe(200);
    const broken = await testApp(db, {
      checks: { database: async () => undefined, temporal: () => Promise.reject(new Error('secret address')) },
    });
    const answer = await broken.inject('/health/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ status: 'notReady', parts: [{ ok: true }, { name: 'temporal', ok: false }] });
    expect(answer.body).not.toContain('secret');
    await broken.close();
  });

  it('describes itself as OpenAPI 3.1 and as a page', async () => {
    const document = (await app.inject('/openapi.json')).json<{ openapi: string; paths: Record<string, unknown> }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/cases', '/v1/payments', '/health/live']));
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    // What the page loads: all of it from here, as its own policy demands.
    for (const url of ['/docs/static/swagger-initializer.js', '/docs/static/swagger-ui.css', '/docs/json']) {
      expect((await app.inject(url)).statusCode).toBe(200);
    }
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });

  const badHeaders: [string, Record<string, string>][] = [
    ['no header', {}],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['an unknown key', { authorization: `Bearer dw_${'x'.repeat(43)}` }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['an unsigned token', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' }],
  ];
  it.each(badHeaders)('refuses %s with 401 and records it [F9]', async (_name, headers) => {
    const answer = await app.inject({ url: '/v1/cases', headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ type: 'urn:dunwell:problem:unauthenticated', status: 401 });
    expect(await db.apiAudit.findFirst()).toMatchObject({ actor: 'unauthenticated', status: 401, path: '/v1/cases' });
  });

  it('refuses a revoked key and a key of somebody who has left', async () => {
    await db.apiKey.updateMany({ data: { revokedAt: new Date('2026-01-01T00:00:00Z') } });
    expect((await asCaller(app, caller).get('/v1/cases')).statusCode).toBe(401);
    await db.apiKey.updateMany({ data: { revokedAt: null } });
    expect((await asCaller(app, caller).get('/v1/cases')).statusCode).toBe(200);
    await db.staff.updateMany({ data: { active: false } });
    expect((await asCaller(app, caller).get('/v1/cases')).statusCode).toBe(401);
  });

  it('accepts the key of a machine, which works in the oldest book', async () => {
    await db.apiKey.updateMany({ data: { staffId: null } });
    expect((await asCaller(app, caller).get('/v1/cases')).json()).toEqual({ items: [], next: null });
  });

  it('answers 404 for an unknown route, with a problem and the request id', async () => {
    const answer = await asCaller(app, caller).get('/v1/nothing');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      type: 'urn:dunwell:problem:routeNotFound',
      requestId: answer.headers['x-request-id'],
    });
  });

  it('limits the requests of one address and says when to come back', async () => {
    const limited = await testApp(db, { requestsPerMinute: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push(await asCaller(limited, caller).get('/v1/cases'));
    expect(statuses.map((answer) => answer.statusCode)).toEqual([200, 200, 429]);
    expect(Number(statuses[2]?.headers['retry-after'])).toBeGreaterThan(0);
    await limited.close();
  });

  it('tells nothing about a fault of ours but its request id', async () => {
    const broken = await testApp(db, {
      enrolment: {
        trigger: async () => ({ started: true }),
        progress: () => Promise.reject(new Error('password=hunter2')),
      },
    });
    const answer = await asCaller(broken, caller).get('/v1/enrolments');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(answer.json()).toMatchObject({ type: 'urn:dunwell:problem:internal' });
    await broken.close();
  });

  it.each(['timeout exceeded when trying to connect', 'Unable to start a transaction in the given time.'])(
    '[F3] answers 503 when our own connections are all taken: %s',
    async (message) => {
      const progress = () => Promise.reject(new Error(message));
      const busy = await testApp(db, { enrolment: { trigger: async () => ({ started: true }), progress } });
      expect((await asCaller(busy, caller).get('/v1/enrolments')).statusCode).toBe(503);
      await busy.close();
    },
  );

  it('answers 503 and when to come back while the database does not answer', async () => {
    const away = createPrisma('postgresql://nobody:nothing@127.0.0.1:1/none');
    const headless = await testApp(away);
    const answer = await asCaller(headless, caller).get('/v1/cases');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(answer.body).not.toContain('127.0.0.1');
    await headless.close();
    await away.$disconnect();
  });
});
