import type { Channel } from '../domain/channels';
import type { Config } from '../config';
import { createChannels } from '../clients/channels';
import { createSendGridLookup } from '../clients/sendgrid-activity';
import { createTwilioLookup } from '../clients/twilio';
import type { ChannelSender } from '../services/contact/channel-sender';
import type { LookupDeps, MessageLookup } from '../services/contact/look-up-unknown';

/** The providers of each channel; none unless delivery is live, so that their SDKs are not even loaded (decisions 4.4). */
export const createProviders = (config: Config): ReadonlyMap<Channel, ChannelSender> =>
  config.delivery.mode === 'live' ? createChannels(config) : new Map();

/** Providers that can be asked what became of a message of which nobody knows; none unless delivery is live. */
export const createLookups = ({ delivery, sendgrid, twilio }: Config): LookupDeps['lookups'] =>
  delivery.mode === 'live'
    ? new Map<Channel, MessageLookup & { readonly source: string }>([
        ['email', { ...createSendGridLookup(sendgrid), source: 'sendgrid' }],
        ['sms', { ...createTwilioLookup(twilio), source: 'twilio' }],
      ])
    : new Map();
