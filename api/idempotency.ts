import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { sha256 } from '../services/sha256';
import { callerOf } from './auth';
import type { ApiDeps } from './deps';
import { Problem, problemTable } from './errors';

/** A command's answer: 200 the case has applied it, 202 it is committed and will be (decisions 3.1). */
export interface CommandAnswer<B> {
  readonly status: 200 | 202;
  readonly body: B;
}

/** What is needed of a reply, whatever its route answers. */
export interface HeaderSink {
  header(name: string, value: string): unknown;
}

// A command waits at most 5 s for its case and is done well within a minute, imports within ten. An older claim without
// an answer belongs to a process that died: the next attempt takes it over.
const CLAIM_STALE_MS = 10 * 60_000;

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Problem(
    'idempotencyKeyMissing',
    'The header Idempotency-Key is missing or not 1 to 200 visible characters.',
    {
      errors: [
        {
          path: 'idempotency-key',
          value: JSON.stringify(key ?? null).slice(0, 80),
          expected: '1 to 200 visible ASCII characters',
        },
      ],
    },
  );
}

type Claim =
  { readonly kind: 'claimed' } | { readonly kind: 'answered'; readonly status: number; readonly response: string };

async function claim(deps: ApiDeps, id: string, requestHash: string, repeatable: boolean): Promise<Claim> {
  const now = deps.clock();
  const created = await deps.db.idempotencyKey.createMany({
    data: [{ id, requestHash, updatedAt: now }],
    skipDuplicates: true,
  });
  if (created.count === 1) return { kind: 'claimed' };
  const row = await deps.db.idempotencyKey.findUnique({ where: { id } });
  if (row !== null && row.requestHash !== requestHash) {
    throw new Problem(
      'idempotencyKeyReused',
      'This Idempotency-Key was used for another request; choose a new one for each command.',
    );
  }
  if (row !== null && row.status !== null && typeof row.response === 'string') {
    return { kind: 'answered', status: row.status, response: row.response };
  }
  const stale = new Date(now.getTime() - CLAIM_STALE_MS);
  const taken = await deps.db.idempotencyKey.updateMany({
    where: { id, status: null, updatedAt: { lt: stale } },
    data: { updatedAt: now },
  });
  if (taken.count === 1 && repeatable) return { kind: 'claimed' };
  if (taken.count === 1) {
    const detail =
      'The server stopped while it carried out this command; look whether it took effect, then use a new key.';
    throw new Problem('outcomeUnknown', detail);
  }
  // A command answers within some seconds (see above), so one second is soon enough to ask again.
  throw new Problem('commandInProgress', 'A command with this Idempotency-Key is being carried out.', {
    retryAfterSeconds: 1,
  });
}

/**
 * Carries out a command once per Idempotency-Key. The key is claimed first, in a row of its own; the answer is stored
 * with it. A refusal changed nothing and frees the key; after an unknown fault the claim stays until it is stale, because
 * the command may have been committed.
 *
 * A remembered answer carries the header Idempotent-Replayed.
 *
 * @param options.fingerprint what makes this request the same as another: the checked body, or the hash of an upload
 * @param options.repeatable false when a second run would do the thing twice: then the stale claim of a dead process is an
 *   unknown outcome, and a person looks
 * @throws Problem when the key is missing, belongs to another request, or its command is still being carried out
 */
export async function once<B>(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: HeaderSink,
  options: { readonly answer: z.ZodType<B>; readonly fingerprint: unknown; readonly repeatable?: boolean },
  work: (commandId: string) => Promise<CommandAnswer<B>>,
): Promise<CommandAnswer<B>> {
  const id = sha256(`${callerOf(request).keyId}\n${keyOf(request)}`);
  const requestHash = sha256(`${request.method} ${request.url}\n${JSON.stringify(options.fingerprint ?? null)}`);
  const claimed = await claim(deps, id, requestHash, options.repeatable ?? true);
  if (claimed.kind === 'answered') {
    const body = options.answer.parse(JSON.parse(claimed.response));
    reply.header('idempotent-replayed', 'true');
    return { status: claimed.status === 202 ? 202 : 200, body };
  }
  try {
    const answer = await work(id);
    await deps.db.idempotencyKey.update({
      where: { id },
      data: { status: answer.status, response: JSON.stringify(answer.body) },
    });
    return answer;
  } catch (error) {
    if (error instanceof Problem && problemTable[error.code].status < 500)
      await deps.db.idempotencyKey.deleteMany({ where: { id, status: null } });
    throw error;
  }
}
