/**
 * A broken promise inside the domain: what happened, with the id and what was expected. Expected trouble is a value
 * in the return type; this is for what callers must not let happen.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Makes a `switch` over a union total: the compiler refuses a forgotten case, a foreign value throws. */
export function assertNever(value: never, what: string): never {
  throw new DomainError('unexpectedVariant', `Unexpected ${what}: ${JSON.stringify(value)}`);
}
