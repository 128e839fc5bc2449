import type { FastifySchemaValidationError } from 'fastify';

/** Everything the API can refuse or fail with. `code` ends the problem's `type`; status and title never vary for a code. */
export const problemTable = {
  invalidRequest: { status: 400, title: 'The request is not valid' },
  idempotencyKeyMissing: { status: 400, title: 'A command needs an Idempotency-Key' },
  unauthenticated: { status: 401, title: 'A valid API key is needed' },
  webhookRefused: { status: 403, title: 'This webhook is not accepted' },
  forbidden: { status: 403, title: 'This key may not do that' },
  notFound: { status: 404, title: 'No such record' },
  routeNotFound: { status: 404, title: 'No such route' },
  methodNotAllowed: { status: 405, title: 'No such method on this route' },
  conflict: { status: 409, title: 'The record is in another state' },
  commandInProgress: { status: 409, title: 'The same command is being carried out' },
  outcomeUnknown: { status: 409, title: 'It is not known whether the command was carried out' },
  payloadTooLarge: { status: 413, title: 'The request is too large' },
  uriTooLong: { status: 414, title: 'The address is too long' },
  unsupportedMediaType: { status: 415, title: 'This content type is not accepted' },
  idempotencyKeyReused: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  unreadableFile: { status: 422, title: 'The file cannot be read to its end' },
  tooManyCommands: { status: 429, title: 'Too many commands on one case at the same time' },
  tooManyRequests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A part of the system is not reachable' },
} as const;

export type ProblemCode = keyof typeof problemTable;

/** One field at fault: `path` in dots, the value found (shortened) and what was expected. */
export interface FieldError {
  readonly path: string;
  readonly value: string;
  readonly expected: string;
}

/** A refusal or failure on its way to the client. Carries what the problem document says beyond its code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    more: {
      readonly errors?: readonly FieldError[];
      readonly retryAfterSeconds?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** A 400 that names one field. */
export function fieldProblem(path: string, value: unknown, expected: string): Problem {
  const error = { path, value: shown(value), expected };
  return new Problem('invalidRequest', sentenceOf([error]), { errors: [error] });
}

/** The RFC 9457 document of a problem. @see RFC 9457 section 3 */
export function problemDocument(problem: Problem, requestId: string) {
  const { status, title } = problemTable[problem.code];
  return {
    type: `urn:dunwell:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
    requestId,
  };
}

// Long enough to recognise a value, short enough that an answer never echoes a whole hostile body.
const SHOWN_LENGTH = 80;

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

const sentenceOf = (errors: readonly FieldError[]) =>
  errors.map(({ path, value, expected }) => `${path}: found ${value}, expected ${expected}`).join('; ');

function valueAt(root: unknown, keys: readonly string[]): unknown {
  let value = root;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(key);
  }
  return value;
}

const expectedOf = (message: string) => message.replace(/^.*?expected /s, '');

/** The problem of a request that its schema refused: every field at fault by path, value and expectation. */
export function validationProblem(validation: readonly FastifySchemaValidationError[], input: unknown): Problem {
  const errors = validation.flatMap((issue) => {
    const keys = issue.instancePath.split('/').filter((key) => key !== '');
    const unknownKeys: unknown = issue.params['keys'];
    if (issue.keyword === 'unrecognized_keys' && Array.isArray(unknownKeys)) {
      return unknownKeys.map((key) => {
        const at = [...keys, String(key)];
        return { path: at.join('.'), value: shown(valueAt(input, at)), expected: 'no field of this name' };
      });
    }
    const path = keys.length === 0 ? 'body' : keys.join('.');
    return [{ path, value: shown(valueAt(input, keys)), expected: expectedOf(issue.message ?? 'another value') }];
  });
  return new Problem('invalidRequest', sentenceOf(errors), { errors });
}
