/** What a provider made of a message. `unknown`: it may or may not have been accepted; nobody may send it again. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerId: string | null }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'notAccepted'; readonly problem: string; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'unknown'; readonly problem: string };

// The connection was never made, so the provider cannot have accepted anything.
const neverConnected: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// What the provider has against us, not against the message: a wrong or revoked key, or too many requests.
const againstUs: readonly number[] = [401, 403, 429];

/**
 * An HTTP answer that was no acceptance: 5xx and what concerns our own account may be asked again, everything else refuses the
 * message for good (decisions 4.3).
 */
export function outcomeOfStatus(
  provider: string,
  status: number,
  error: unknown,
  retryAfter: string | null,
): SendOutcome {
  const problem = `${provider} answered ${status}: ${textOf(error)}`;
  if (!againstUs.includes(status) && status < 500) return { kind: 'refused', problem };
  const seconds = Number(retryAfter);
  return { kind: 'notAccepted', problem, retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
}

/** No HTTP answer: definitely not accepted only when no connection was made; otherwise nobody knows (decisions 4.3). */
export function outcomeWithoutAnswer(error: unknown): SendOutcome {
  const problem = textOf(error);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return neverConnected.includes(code)
    ? { kind: 'notAccepted', problem, retryAfterSeconds: null }
    : { kind: 'unknown', problem };
}
