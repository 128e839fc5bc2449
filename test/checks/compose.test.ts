import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { variableNames } from '../../config';

const root = path.resolve(__dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const text = read('docker-compose.yml');

const environment = z.record(z.string(), z.string());

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: environment.optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  restart: z.string(),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
});

const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.unknown()),
    configs: z.record(z.string(), z.object({ content: z.string() })),
    networks: z.record(z.string(), z.unknown()),
  })
  .parse(parse(text, { merge: true }));

const services = Object.entries(compose.services).map(([name, value]) => ({ name, ...value }));
const oneShot = services.filter((each) => each.restart.startsWith('on-failure'));
const longRunning = services.filter((each) => each.restart === 'unless-stopped');

/** Every `${NAME…}` of the file; `$$` is a dollar of the container's shell. */
const uses = [...text.replaceAll('$$', '').matchAll(/\$\{(\w+)([^}]*)\}/g)].map(([, name = '', rest = '']) => ({
  name,
  rest,
}));

const documented = [...text.matchAll(/^# {3}([A-Z_]+) {2,}\S/gm)].map(([, name = '']) => name);
const inExample = [...read('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name = '']) => name);

describe('docker-compose.yml', () => {
  it('runs PostgreSQL, Temporal with its UI, a migration, the worker and the API', () => {
    expect(services.map((each) => each.name).sort()).toEqual(
      ['api', 'postgres', 'prepare', 'temporal', 'temporal-schema', 'temporal-ui', 'worker'].sort(),
    );
    expect([...oneShot, ...longRunning]).toHaveLength(services.length);
  });

  it.each(services)('pins the image of $name by a tag with a version', ({ image }) => {
    expect(image.replace('${DUNWELL_VERSION:-0.1.0}', '0.1.0')).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(-[\w.]+)?$/);
  });

  it('runs one version of the Temporal server and its schema tools', () => {
    const tag = (name: string) => compose.services[name]?.image.split(':')[1];
    expect(tag('temporal')).toBe(tag('temporal-schema'));
  });

  it('tags our image with the version of the package', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
    expect(compose.services['api']?.image).toBe(`dunwell:\${DUNWELL_VERSION:-${version}}`);
  });

  it('uses only variables that .env.example or its own heading explains', () => {
    const known = new Set([...inExample, ...documented]);
    expect([...new Set(uses.map((use) => use.name))].filter((name) => !known.has(name))).toEqual([]);
  });

  it('explains no variable that it does not use', () => {
    const used = new Set(uses.map((use) => use.name));
    expect(documented.filter((name) => !used.has(name))).toEqual([]);
  });

  it('gives the product only variables that the product reads', () => {
    const given = services
      .filter((each) => each.build !== undefined)
      .flatMap((each) => Object.keys(each.environment ?? {}));
    expect(given.filter((name) => !variableNames.includes(name))).toEqual([]);
  });

  it('holds no secret: what is secret comes from a variable', () => {
    const secret = /PASSWORD|PWD|TOKEN|SECRET|API_KEY|DATABASE.*URL/;
    const given = services.flatMap((each) => Object.entries(each.environment ?? {}));
    expect(given.filter(([name, value]) => secret.test(name) && !/\$\{\w+:[-?]/.test(value))).toEqual([]);
    // No default may stand in for a password.
    expect(uses.filter((use) => use.name.includes('PASSWORD') && !use.rest.startsWith(':?'))).toEqual([]);
    expect(uses.filter((use) => /KEY|TOKEN/.test(use.name) && use.rest !== ':-')).toEqual([]);
  });

  it('publishes ports on the loopback only, each once', () => {
    const published = services.flatMap((each) => each.ports);
    const hostPorts = published.map(
      (port) => /^127\.0\.0\.1:(?:\$\{\w+:-)?(\d+)\}?:\d+$/.exec(port)?.[1] ?? `bad: ${port}`,
    );
    expect(hostPorts.filter((port) => port.startsWith('bad'))).toEqual([]);
    expect(new Set(hostPorts).size).toBe(hostPorts.length);
  });

  it('keeps PostgreSQL and Temporal off every network that reaches the outside', () => {
    expect(compose.networks['inside']).toEqual({ internal: true });
    for (const name of ['postgres', 'temporal', 'temporal-schema']) {
      expect(compose.services[name]).toMatchObject({ networks: ['inside'], ports: [] });
    }
  });

  it.each(longRunning)('has a health check for $name', ({ healthcheck }) => {
    expect(healthcheck?.test?.[0]).toBe('CMD');
  });

  it.each(services)('starts $name after what it needs is healthy or done', ({ depends_on: needs }) => {
    for (const [other, { condition }] of Object.entries(needs)) {
      const isOneShot = oneShot.some((each) => each.name === other);
      expect(condition).toBe(isOneShot ? 'service_completed_successfully' : 'service_healthy');
      expect(Object.keys(compose.services)).toContain(other);
    }
  });

  it('keeps data in named volumes and defines every volume and file that it uses', () => {
    const volumes = services.flatMap((each) => each.volumes.map((volume) => volume.split(':')[0]));
    expect([...new Set(volumes)]).toEqual(Object.keys(compose.volumes));
    const files = services.flatMap((each) => each.configs.map((config) => config.source));
    expect(files.sort()).toEqual(Object.keys(compose.configs).sort());
  });

  it('starts compiled files that have a source', () => {
    const scripts = services
      .filter((each) => each.build !== undefined)
      .flatMap((each) => [...(each.command ?? []), ...(each.healthcheck?.test ?? [])])
      .filter((word) => word.startsWith('dist/'));
    expect(scripts).toHaveLength(4);
    for (const script of scripts) {
      const source = script.replace(/^dist\/(.*)\.js$/, '$1.ts');
      expect(read(source).length).toBeGreaterThan(0);
    }
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('builds in one stage and runs in another, not as root, with a health check', () => {
    const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(stages).toHaveLength(2);
    for (const image of stages) expect(image).toMatch(/^node:\d+\.\d+-\w+-slim$/);
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
  });

  it('takes into the image no file that is not named, so no .env and no data', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    expect(lines.filter((line) => /^!.*(\.env|\.data|\*)/.test(line))).toEqual([]);
  });
});
