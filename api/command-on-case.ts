import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Accepted } from '../services/commands/command';
import type { Refused } from '../services/problems';
import { callerOf } from './auth';
import { commandAnswer } from './command-answers';
import { afterCommit } from './commit-first';
import type { ApiDeps } from './deps';
import { type CommandAnswer, type HeaderSink, once } from './idempotency';
import { acceptedOr } from './refusals';

/** Who commands, and when: what every command of a case is given. */
export const issuedBy = (deps: ApiDeps, request: FastifyRequest) => ({
  actor: callerOf(request).actor,
  at: deps.clock(),
});

/**
 * Carries out a command that concerns one case: once per Idempotency-Key, at most ten at a time for the case, commit first,
 * then 200 when the case has applied it or 202 when it will.
 */
export async function commandOnCase<R extends Accepted, B>(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: HeaderSink,
  command: {
    /** Null when no case is concerned, as for a task about a debtor. */
    readonly caseId: string | null;
    readonly answer: z.ZodType<B>;
    /** See `once`. */
    readonly repeatable: boolean;
    run(): Promise<R | Refused>;
    body(result: R, applied: boolean): B;
  },
): Promise<CommandAnswer<B>> {
  const { caseId, answer, repeatable } = command;
  return once(deps, request, reply, { answer, repeatable, fingerprint: request.body }, async () => {
    const work = async () => {
      const result = acceptedOr(await command.run());
      const { status, applied } = await afterCommit(deps, result.messageIds);
      return { status, body: command.body(result, applied) };
    };
    return caseId === null ? work() : deps.inFlight.run(caseId, work);
  });
}

/**
 * Carries out and answers a command of whose outcome there is nothing to say but its case, and whether that has applied it; see
 * `commandOnCase`. `caseId` is null when no single case is concerned.
 */
export async function plainCommand(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  caseId: string | null,
  run: () => Promise<Accepted | Refused>,
): Promise<FastifyReply> {
  const body = (_result: Accepted, applied: boolean) => ({ caseId, applied });
  const command = { caseId, answer: commandAnswer, repeatable: true, run, body };
  const { status, body: answer } = await commandOnCase(deps, request, reply, command);
  return reply.code(status).send(answer);
}
