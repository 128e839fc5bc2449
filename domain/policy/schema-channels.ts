import { z } from 'zod';
import { attachmentKinds, unreadChannels } from '../plan';
import { policyLanguages } from './languages';
import { count } from './schema-parts';

/** Twilio's id of a content template that WhatsApp has approved. */
const contentSid = z.string().regex(/^HX[0-9a-f]{32}$/, 'contentSid');

/** What only some channels have. */
export const channelFields = {
  /** Documents that go with an e-mail. */
  attach: z.array(z.enum(attachmentKinds)).min(1).max(3).optional(),
  /** WhatsApp sends nothing but a content template that it has approved; `variables` fill its {{1}}, {{2}} … */
  whatsapp: z
    .strictObject({
      contentSid: z.partialRecord(z.enum(policyLanguages), contentSid),
      variables: z
        .array(z.string().regex(/^[a-z][A-Za-z]{0,39}$/, 'templateVariable'))
        .max(20)
        .default([]),
    })
    .optional(),
  /** An e-mail that nobody opens within so many hours is followed by another channel (S192). */
  readWithin: z.strictObject({ hours: count(7 * 24), else: z.enum(unreadChannels) }).optional(),
};
