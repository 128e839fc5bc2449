import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { problemAnswer } from '../api/answers';

/** Where the API is and with which key the command speaks. */
export interface ApiAccess {
  readonly url: string;
  readonly key: string;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A body that is sent as it is produced. */
export interface Upload {
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The API as commands use it: every answer is checked against its schema, every refusal becomes one sentence. */
export interface ApiClient {
  get<T>(path: string, answer: z.ZodType<T>, query?: Query): Promise<T>;
  /** The bytes of a document. */
  download(path: string): Promise<Uint8Array>;
  post<T>(path: string, answer: z.ZodType<T>, body: unknown): Promise<T>;
  upload<T>(path: string, answer: z.ZodType<T>, upload: Upload): Promise<T>;
}

/** Trouble that a person can act on: printed as one sentence, exit code 1. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/**
 * The key of the command: DUNWELL_API_KEY, else the file that the first start wrote.
 *
 * @throws CliError when there is neither
 */
export function findKey(fromEnvironment: string | undefined, keyFile: string): string {
  if (fromEnvironment !== undefined) return fromEnvironment;
  try {
    return readFileSync(keyFile, 'utf8').trim();
  } catch {
    throw new CliError(`There is no API key: set DUNWELL_API_KEY, or run npm start once, which writes ${keyFile}.`);
  }
}

function sentenceOf(problem: z.infer<typeof problemAnswer>): string {
  const fields = (problem.errors ?? []).map(({ path, value, expected }) => `${path} is ${value}, expected ${expected}`);
  return fields.length > 0 ? `${problem.title}: ${fields.join('; ')}.` : `${problem.title}: ${problem.detail}`;
}

async function refusalOf(response: Response): Promise<CliError> {
  const text = await response.text();
  try {
    return new CliError(sentenceOf(problemAnswer.parse(JSON.parse(text))));
  } catch {
    return new CliError(
      `The server at ${new URL(response.url).origin} answered ${response.status} and no reason; is it Dunwell?`,
    );
  }
}

/** A client of the API at `access.url`. Commands get an Idempotency-Key of their own each. */
export function createApiClient(access: ApiAccess): ApiClient {
  const headers = { authorization: `Bearer ${access.key}`, accept: 'application/json' };
  async function ask(path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, access.url), init);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CliError(
        `The server at ${access.url} does not answer (${cause}). Is it running? Start it with npm start.`,
      );
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
  async function send<T>(path: string, answer: z.ZodType<T>, init: RequestInit & { duplex?: 'half' }): Promise<T> {
    const response = await ask(path, init);
    const parsed = answer.safeParse(await response.json());
    if (parsed.success) return parsed.data;
    throw new CliError(
      `The server at ${access.url} answered in another form than this version expects; are both of one version?`,
    );
  }
  const command = () => ({ ...headers, 'idempotency-key': randomUUID() });
  return {
    get(path, answer, query = {}) {
      const given = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
      const search = given.toString();
      return send(search === '' ? path : `${path}?${search}`, answer, { headers });
    },
    download: async (path) => new Uint8Array(await (await ask(path, { headers })).arrayBuffer()),
    post(path, answer, body) {
      const content = { headers: { ...command(), 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return send(path, answer, { method: 'POST', ...content });
    },
    upload(path, answer, { contentType, body }) {
      const content = {
        headers: { ...command(), 'content-type': contentType },
        body: ReadableStream.from(body),
        duplex: 'half' as const,
      };
      return send(path, answer, { method: 'POST', ...content });
    },
  };
}
