import { z } from 'zod';

/** What a peer process works on; its first argument as JSON. */
export const peerSettingsSchema = z.object({
  role: z.enum(['product', 'bare']),
  databaseUrl: z.string(),
  address: z.string(),
  namespace: z.string(),
  bundlePath: z.string(),
});
export type PeerSettings = z.infer<typeof peerSettingsSchema>;

/** A call from the driver to a peer. */
export const callSchema = z.object({ call: z.number(), name: z.string(), input: z.unknown() });

/** Its answer; call 0 says that the peer is ready, with what it has to tell. */
export const answerSchema = z.object({ call: z.number(), result: z.unknown(), error: z.string().nullable() });
export type Answer = z.infer<typeof answerSchema>;

export const memorySchema = z.object({ heapBytes: z.number(), residentBytes: z.number() });
export const paymentSchema = z.object({
  creditorId: z.string(),
  debtorNumber: z.string(),
  invoiceNumber: z.string(),
  currency: z.string(),
  amountMinor: z.number(),
  valueDate: z.string(),
  at: z.string(),
});
export type PaymentInput = z.infer<typeof paymentSchema>;
export const startsSchema = z.object({ ids: z.array(z.string()), waitMs: z.number(), atOnce: z.number() });
export type StartsInput = z.infer<typeof startsSchema>;

/** When steps were done, in milliseconds since the epoch. */
export const stepsSchema = z.array(z.number());

/** Messages to send through a provider, so many at once. */
export const sendsSchema = z.object({
  providerUrl: z.string(),
  atOnce: z.number(),
  asOf: z.string(),
  policyHash: z.string(),
  step: z.string(),
  cases: z.array(z.object({ caseId: z.string(), invoiceId: z.string(), debtorId: z.string() })),
});
export type SendsInput = z.infer<typeof sendsSchema>;
/** When nothing could stop a message any more, in milliseconds since the epoch, by the id that travels with it. */
export const sentSchema = z.array(z.object({ key: z.string(), atMs: z.number() }));
export type Sent = z.infer<typeof sentSchema>;
