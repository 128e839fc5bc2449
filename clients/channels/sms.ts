import type { Config } from '../../config';
import { createTwilioSender } from '../twilio';
import type { ChannelAdapter } from './message';

/** SMS by Twilio. */
export const smsChannel = ({ twilio, api }: Config): ChannelAdapter => createTwilioSender(twilio, api.publicBaseUrl);
