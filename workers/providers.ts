import type { Channel } from '../domain/channels';
import type { Config } from '../config';
import { createSendGridSender } from '../clients/sendgrid';
import { createTwilioLookup, createTwilioSender } from '../clients/twilio';
import type { ChannelSender } from '../services/contact/channel-sender';
import type { LookupDeps } from '../services/contact/look-up-unknown';

/** The providers of each channel; none unless delivery is live, so that their SDKs are not even loaded (decisions 4.4). */
export function createProviders(config: Config): ReadonlyMap<Channel, ChannelSender> {
  const providers = new Map<Channel, ChannelSender>();
  if (config.delivery.mode !== 'live') return providers;
  providers.set('email', createSendGridSender(config.sendgrid));
  providers.set('sms', createTwilioSender(config.twilio, config.api.publicBaseUrl));
  return providers;
}

/** Providers that can be asked what became of a message of which nobody knows; none unless delivery is live. */
export const createLookups = ({ delivery, twilio }: Config): LookupDeps['lookups'] =>
  new Map(delivery.mode === 'live' ? [['sms', { ...createTwilioLookup(twilio), source: 'twilio' }]] : []);
