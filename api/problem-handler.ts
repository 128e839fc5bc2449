import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../domain/errors';
import { Problem, problemDocument, problemTable, validationProblem, type ProblemCode } from './errors';

// What Fastify and its plugins throw, by their code. Anything else with a 4xx status is a request that cannot be read.
const codeOfFault: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupportedMediaType',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payloadTooLarge',
  FST_REQ_FILE_TOO_LARGE: 'payloadTooLarge',
  FST_ERR_MAX_PARAM_LENGTH: 'uriTooLong',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupportedMediaType',
};

// What PostgreSQL and its driver say when the database is away (class 08 and 57P of the SQL standard's error codes), and when
// it or our pool has no connection left.
const unreachable =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|P1001|P1002|P1008|P1017|P2024|P2037|57P0[123]|08\d{3}|Can't reach database|Connection terminated|timeout exceeded when trying to connect|Unable to start a transaction/;

function inputOf(request: FastifyRequest, context: string | undefined): unknown {
  if (context === 'querystring') return request.query;
  if (context === 'params') return request.params;
  if (context === 'headers') return request.headers;
  return request.body;
}

/** Any error as the problem that the client is told. Faults of ours say nothing but that they happened. */
export function problemOf(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DomainError) return new Problem('invalidRequest', error.message);
  if ('validation' in error && error.validation !== undefined) {
    return validationProblem(error.validation, inputOf(request, error.validationContext));
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if ('code' in error && codeOfFault[error.code] !== undefined)
    return new Problem(codeOfFault[error.code] ?? 'internal', error.message);
  if (status !== undefined && status >= 400 && status < 500) return new Problem('invalidRequest', error.message);
  if (unreachable.test(`${'code' in error ? error.code : ''} ${error.message}`)) {
    // A database or server that restarts is back within seconds; until then the same request may be repeated.
    return new Problem('unavailable', 'The database does not answer; try again shortly.', {
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  return new Problem('internal', `The request failed; the log has the cause under request id ${request.id}.`, {
    cause: error,
  });
}

/** Sends a problem as `application/problem+json` (RFC 9457). */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', String(problem.retryAfterSeconds));
  return reply
    .code(problemTable[problem.code].status)
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problemDocument(problem, request.id));
}

/** Every refusal and fault of the app leaves through here, from the one table. */
export function installProblemHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const problem = problemOf(error, request);
    if (problemTable[problem.code].status >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new Problem('routeNotFound', `${request.method} ${pathOf(request.url)} is no route; see /openapi.json.`),
      request,
      reply,
    ),
  );
}

/** The path of a request without its query, shortened: queries can hold what does not belong into logs and audit rows. */
export const pathOf = (url: string): string => url.split('?', 1).join('').slice(0, 300);
