// Who may import whom, one row a room. CONTRIBUTING.md shows the same table for people.
import { builtinModules } from 'node:module';

const topLevel = ['config', 'domain', 'workflows', 'activities', 'services', 'clients', 'workers', 'api', 'cli'].concat(
  [...['prisma', 'bench', 'console', 'policies', 'test']],
);

const nodeBuiltins = ['node:', ...builtinModules.filter((name) => !name.startsWith('_')).map((name) => `${name}$`)];
const providers = ['twilio', '@sendgrid/'];
const database = ['@prisma/', 'pg$', 'prisma$'];
const temporal = '@temporalio/';

/**
 * A row of the table. `rooms` may be imported, `typeRooms` as types only; a room may be a file such as `workflows/messages`.
 * Of packages either `packages` (and `typePackages`, as types only) is the whole list of those allowed, or `neverPackages`
 * is the list of those refused. An entry is the beginning of a package's name; `$` ends it.
 *
 * @typedef {{ room: string, files?: string, rooms: string[], typeRooms?: string[], packages?: string[],
 *   typePackages?: string[], neverPackages?: string[], why: string }} Row
 */

const apiRow = {
  room: 'api',
  rooms: ['api', 'domain', 'services', 'clients', 'workflows/messages'],
  typeRooms: ['workflows'],
  neverPackages: [`${temporal}worker`, `${temporal}activity`, `${temporal}workflow`, ...database, ...providers],
  why: 'api knows workflows by message and by type, and runs neither activities nor workers',
};

/** @type {Row[]} */
export const rows = [
  {
    room: 'domain',
    rooms: ['domain'],
    packages: ['zod$', 'decimal.js$'],
    why: 'domain is pure: it imports itself, zod and decimal.js only',
  },
  {
    room: 'workflows',
    rooms: ['workflows', 'domain'],
    typeRooms: ['activities'],
    packages: [`${temporal}workflow$`],
    typePackages: [`${temporal}common$`],
    why: 'workflows import domain and @temporalio/workflow; activities and @temporalio/common as types only',
  },
  {
    room: 'services',
    rooms: ['services', 'domain'],
    typeRooms: ['clients'],
    neverPackages: [temporal, ...database, ...providers, 'fastify', '@fastify/'],
    why: 'services receive their clients; they know neither Temporal, nor HTTP, nor who calls them',
  },
  {
    room: 'activities',
    rooms: ['activities', 'domain'],
    typeRooms: ['services', 'clients'],
    packages: [`${temporal}activity$`],
    typePackages: [`${temporal}common$`, `${temporal}client$`, 'pino$'],
    why: 'activities own the interface they need and workers/ supplies it; what they receive they import as types only',
  },
  {
    room: 'clients',
    rooms: ['clients', 'domain'],
    typeRooms: ['config'],
    neverPackages: [`${temporal}worker`, `${temporal}activity`, `${temporal}workflow`, 'fastify', '@fastify/'],
    why: 'clients wrap one SDK each and know none of their users',
  },
  apiRow,
  {
    ...apiRow,
    files: 'api/server.ts',
    rooms: [...apiRow.rooms, 'config'],
    why: 'api/server.ts reads the settings; otherwise it is bound like the rest of api',
  },
  {
    room: 'cli',
    rooms: ['cli', 'domain', 'services', 'clients', 'config', 'workflows/messages', 'api', 'workers', 'prisma'],
    neverPackages: [`${temporal}workflow`, `${temporal}activity`],
    why: 'cli speaks HTTP and starts processes; workflows and activities are not its business',
  },
  {
    room: 'prisma',
    rooms: ['prisma'],
    packages: ['@prisma/', 'prisma$', 'pg$', ...nodeBuiltins],
    why: 'prisma/ is the migration runner: itself, its engine and pg',
  },
  {
    room: 'workers',
    rooms: topLevel.filter((room) => !['test', 'bench', 'console'].includes(room)),
    neverPackages: [],
    why: 'workers compose the product; tests, benchmarks and the console are no part of it',
  },
  {
    room: 'console',
    rooms: ['console'],
    neverPackages: [temporal, ...database, ...providers, 'fastify', '@fastify/'],
    why: 'the console imports itself and the generated API client',
  },
  {
    room: 'config',
    files: 'config.ts',
    rooms: [],
    packages: ['zod$'],
    why: 'config.ts imports zod only',
  },
];

/** @param {string} room */
export function boundaryRow(room) {
  const row = rows.find((candidate) => candidate.room === room);
  if (row === undefined)
    throw new Error(`No row for ${room}; the rooms are ${rows.map((each) => each.room).join(', ')}.`);
  return row;
}

const escape = (/** @type {string} */ text) => text.replace(/[.*+?^()|[\]{}\\]/g, '\\$&');
const anyOf = (/** @type {string[]} */ names) => names.map(escape).join('|');

/** Matches the packages that a row refuses, or those that it allows as types only. */
function packagePatterns(/** @type {Row} */ { packages, typePackages = [], neverPackages = [] }) {
  if (packages === undefined) return neverPackages.length === 0 ? {} : { refused: `^(?:${anyOf(neverPackages)})` };
  const asTypes = typePackages.length === 0 ? {} : { asTypes: `^(?:${anyOf(typePackages)})` };
  return { refused: `^(?!\\.|${anyOf([...packages, ...typePackages])})`, ...asTypes };
}

/**
 * The same for relative paths. `depth` is the number of folders between the file and the top, so that `../prisma` in
 * clients/ is the room prisma/, and in clients/database/ it is a file of clients.
 */
function roomPatterns(/** @type {Row} */ { rooms, typeRooms = [] }, /** @type {number} */ depth) {
  const up = depth === 0 ? '\\./' : `(?:\\./)?(?:\\.\\./){${depth}}`;
  const end = '(?:/|$)';
  const allowed = [...rooms, ...typeRooms];
  const exception = allowed.length === 0 ? '' : `(?!(?:${anyOf(allowed)})${end})`;
  const asTypes =
    typeRooms.length === 0 ? {} : { asTypes: `^${up}${valueException(rooms)}(?:${anyOf(typeRooms)})${end}` };
  return { refused: `^${up}${exception}(?:${anyOf(topLevel)})${end}`, ...asTypes };
}

// `workflows/messages` may be imported as a value where `workflows` may be as types only.
const valueException = (/** @type {string[]} */ rooms) => `(?!(?:${anyOf([...rooms, '\0'])})(?:/|$))`;

// The deepest folder below a room; deeper ones would only need a larger number.
const MAX_DEPTH = 4;

/**
 * ESLint configuration of one row: refuses the imports that the table does not allow, also as `import()`.
 *
 * @param {Row} row
 * @param {{ selector: string, message: string }[]} [bans] further bans on syntax for the same files: ESLint keeps only the
 *   last options of a rule, so they must be set together
 */
export function boundary(row, bans = []) {
  const fixed = row.files === undefined ? undefined : row.files.split('/').length - 1;
  const depths = fixed === undefined ? Array.from({ length: MAX_DEPTH }, (_, index) => index + 1) : [fixed];
  return depths.map((depth) => {
    const [packages, rooms] = [packagePatterns(row), roomPatterns(row, depth)];
    const refused = [packages.refused, rooms.refused].filter((regex) => regex !== undefined);
    const asTypes = [packages.asTypes, rooms.asTypes].filter((regex) => regex !== undefined);
    const message = `${row.why}.`;
    return {
      files: [row.files ?? `${row.room}/${'*/'.repeat(depth - 1)}*.{ts,tsx}`],
      rules: {
        '@typescript-eslint/no-restricted-imports': [
          'error',
          {
            patterns: [
              ...refused.map((regex) => ({ regex, message })),
              ...asTypes.map((regex) => ({ regex, message, allowTypeImports: true })),
            ],
          },
        ],
        'no-restricted-syntax': [
          'error',
          ...bans,
          ...[...refused, ...asTypes].map((regex) => ({
            // A slash would end the selector's regular expression.
            selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
            message,
          })),
        ],
      },
    };
  });
}
