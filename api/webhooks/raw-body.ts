import type { FastifyRequest } from 'fastify';
import type { App } from '../deps';
import { Problem } from '../errors';

/**
 * Makes a scope keep bodies as they came: signatures cover the bytes, so nothing may be parsed before they are checked. Other
 * content types are refused with 415, longer bodies with 413 while they arrive.
 */
export function keepRawBodies(scope: App, contentType: string, limitBytes: number): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(contentType, { parseAs: 'buffer', bodyLimit: limitBytes }, (_request, body, done) => {
    done(null, body);
  });
}

/** The body as it came. @throws Problem when there is none */
export function rawBodyOf(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body;
  throw new Problem('invalidRequest', 'The webhook has no body.');
}

/** The value of a header that may come once. @throws Problem that names it */
export function headerOf(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Problem('webhookRefused', `The header ${name} is missing; a webhook is signed.`);
}
