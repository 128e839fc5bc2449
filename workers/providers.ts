import type { Channel } from '../domain/channels';
import type { Config } from '../config';
import { createChannels } from '../clients/channels';
import { createTwilioLookup } from '../clients/twilio';
import type { ChannelSender } from '../services/contact/channel-sender';
import type { LookupDeps } from '../services/contact/look-up-unknown';

/** The providers of each channel; none unless delivery is live, so that their SDKs are not even loaded (decisions 4.4). */
export const createProviders = (config: Config): ReadonlyMap<Channel, ChannelSender> =>
  config.delivery.mode === 'live' ? createChannels(config) : new Map();

/** Providers that can be asked what became of a message of which nobody knows; none unless delivery is live. */
export const createLookups = ({ delivery, twilio }: Config): LookupDeps['lookups'] =>
  new Map(delivery.mode === 'live' ? [['sms', { ...createTwilioLookup(twilio), source: 'twilio' }]] : []);
