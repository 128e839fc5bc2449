import type { Config } from '../../config';
import { callbackFor, loadTwilio, outcomeOf } from '../twilio';
import { notSetUp, type ChannelAdapter } from './message';

/**
 * WhatsApp by Twilio. Nothing goes out but a content template that WhatsApp has approved: a message without one is refused
 * here, before anybody else can.
 */
export function whatsAppChannel({ twilio, api }: Pick<Config, 'twilio' | 'api'>): ChannelAdapter {
  const { whatsAppFrom } = twilio;
  if (whatsAppFrom === undefined) return notSetUp('WhatsApp: TWILIO_WHATSAPP_FROM is not set');
  let client: ReturnType<typeof loadTwilio> | null = null;
  return {
    async send({ contactId, to, template }) {
      if (template === null) return { kind: 'refused', problem: 'WhatsApp: the message has no approved template' };
      client ??= loadTwilio(twilio);
      const { publicBaseUrl } = api;
      try {
        const message = await (
          await client
        ).messages.create({
          to: `whatsapp:${to}`,
          from: `whatsapp:${whatsAppFrom}`,
          contentSid: template.contentSid,
          contentVariables: JSON.stringify(template.variables),
          ...(publicBaseUrl === undefined ? {} : { statusCallback: callbackFor('status', contactId, publicBaseUrl) }),
        });
        return { kind: 'accepted', providerId: message.sid };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
