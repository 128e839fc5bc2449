import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problemAnswer } from '../../api/answers';
import { testDatabase } from '../support/database';
import { aCaller, testApp, type TestCaller } from './app-under-test';
import { aBookedCase } from './book';

const schemaNode = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

const operation = z.looseObject({
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).default([]),
  /** Empty where a signature stands in for the API key. */
  security: z.array(z.unknown()).optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }).optional(),
});

const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

// What people, machines and attackers send: plausible values, near misses, and noise.
const anyText = fc.oneof(
  fc.constantFrom(
    'INV-1',
    'D-1',
    'CNY',
    '2026-03-10',
    '2026-02-30',
    '1.00',
    '-1',
    '1e9',
    'true',
    'reason',
    'manual',
    'null',
    '',
  ),
  fc.constantFrom('\u0000', '%00', '../../etc/passwd', "' OR 1=1 --", '=cmd()', '\ud800', 'x'.repeat(5_000), '🧾'),
  fc.uuid(),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: anyText },
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(anyText, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', '__proto__', 'constructor', '$ne'), anyText, { maxKeys: 2 }),
);

function valueFor(schema: unknown): fc.Arbitrary<unknown> {
  const options = schemaNode.safeParse(schema).data?.enum;
  return options === undefined ? anyValue : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...options) }, anyValue);
}

/** Bodies with the fields that a route declares, some of them missing, some wrong, and now and then one too many. */
function bodyFor(schema: unknown): fc.Arbitrary<unknown> {
  const properties = schemaNode.safeParse(schema).data?.properties ?? {};
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, valueFor(field)]));
  return fc.oneof(
    { weight: 8, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record({ ...fields, surplus: anyValue }, { requiredKeys: ['surplus'] }) },
    { weight: 1, arbitrary: anyValue },
  );
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

interface Route {
  readonly method: string;
  readonly path: string;
  readonly declared: z.infer<typeof operation>;
}

function requestFor({ method, path, declared }: Route) {
  const query = declared.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  const content = declared.requestBody?.content ?? {};
  return fc.record({
    url: fc
      .record({
        keys: fc.array(fc.oneof(fc.constantFrom('INV-1', 'D-1'), anyText), { minLength: 3, maxLength: 3 }),
        search: fc.dictionary(fc.constantFrom(...query, 'surplus'), anyText, { maxKeys: 3 }),
      })
      .map(({ keys, search }) => {
        const filled = path.replace(/\{\w+\}/g, () => encoded(keys.pop() ?? 'x') || 'x');
        const pairs = Object.entries(search).map(([name, value]) => `${name}=${encoded(value)}`);
        return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
      }),
    body: method === 'get' ? fc.constant(undefined) : bodyFor(content['application/json']?.schema),
    key: fc.stringMatching(/^[a-z0-9]{1,12}$/),
  });
}

// node 20 has it; the library version that this project compiles against does not know it yet.
declare global {
  interface String {
    toWellFormed(): string;
  }
}

describe('every route that the API describes', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;

  beforeAll(async () => {
    await reset();
    app = await testApp(db);
    caller = await aCaller(db);
    await aBookedCase(db, { creditorId: caller.creditorId });
  });
  afterAll(() => app.close());

  const send = (method: string, url: string, body: unknown, headers: Record<string, string>) =>
    app.inject({
      method: method === 'get' ? 'GET' : 'POST',
      url,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });

  it('answers any request with its declared form or a problem, never with a fault of ours, and no stranger [F9]', async () => {
    const { paths } = description.parse((await app.inject('/openapi.json')).json());
    const routes = Object.entries(paths)
      .filter(([path]) => path.startsWith('/v1/'))
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, declared]) => ({ method, path, declared })));
    expect(routes.length).toBeGreaterThan(25);
    const property = fc.asyncProperty(
      fc.constantFrom(...routes).chain((route) => requestFor(route).map((request) => ({ ...request, ...route }))),
      async ({ method, declared, url, body, key }) => {
        const stranger = await send(method, url, body, { 'idempotency-key': key });
        const isSigned = declared.security?.length === 0;
        // A link that is its own key is not found, or is none at all.
        expect(isSigned ? [400, 403, 404, 413, 414, 415] : [401, 404, 414]).toContain(stranger.statusCode);
        const answer = await send(method, url, body, { authorization: `Bearer ${caller.key}`, 'idempotency-key': key });
        expect(answer.statusCode).toBeLessThan(500);
        if (answer.statusCode >= 400) {
          expect(answer.headers['content-type']).toBe('application/problem+json');
          expect(problemAnswer.safeParse(answer.json()).success).toBe(true);
        }
      },
    );
    // Some eighty routes: a few requests each, with a fixed seed so that a failure repeats.
    await fc.assert(property, { numRuns: 300, seed: 20260302 });
    // Ten seconds alone; beside everything else on two cores several times that.
  });
});
