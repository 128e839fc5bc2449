import type { Config } from '../../config';
import { callbackFor, loadTwilio, outcomeOf } from '../twilio';
import { notSetUp, type ChannelAdapter } from './message';
import { askForPerson } from './spoken';

/**
 * Calls by Twilio in a synthetic voice. The first question goes with the call; what is said after it is asked of us by Twilio,
 * so that nobody but the person who answers hears what it is about. Needs a public address.
 */
export function voiceChannel({ twilio, api }: Pick<Config, 'twilio' | 'api'>): ChannelAdapter {
  const { voiceFrom } = twilio;
  const { publicBaseUrl } = api;
  if (voiceFrom === undefined) return notSetUp('Voice: TWILIO_VOICE_FROM is not set');
  if (publicBaseUrl === undefined) return notSetUp('Voice: PUBLIC_BASE_URL is not set');
  let client: ReturnType<typeof loadTwilio> | null = null;
  return {
    async send({ contactId, to, language, call }) {
      if (call === null) return { kind: 'refused', problem: 'Voice: the message says not who calls whom' };
      client ??= loadTwilio(twilio);
      const recording = {
        record: true,
        recordingStatusCallback: callbackFor('recording', contactId, publicBaseUrl),
      };
      try {
        const action = `${callbackFor('voice', contactId, publicBaseUrl)}&ask=person`;
        const made = await (
          await client
        ).calls.create({
          to,
          from: voiceFrom,
          twiml: await askForPerson(call, language, action),
          statusCallback: callbackFor('status', contactId, publicBaseUrl),
          ...(call.recorded ? recording : {}),
        });
        return { kind: 'accepted', providerId: made.sid };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
