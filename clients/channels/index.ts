import type { Channel } from '../../domain/channels';
import type { Config } from '../../config';
import { emailChannel } from './email';
import type { ChannelAdapter } from './message';
import { smsChannel } from './sms';
import { voiceChannel } from './voice';
import { whatsAppChannel } from './whatsapp';

/** Every channel on which a provider sends for us. A letter leaves the house by hand: it stays in the outbox. */
export const createChannels = (config: Config): ReadonlyMap<Channel, ChannelAdapter> =>
  new Map<Channel, ChannelAdapter>([
    ['email', emailChannel(config)],
    ['sms', smsChannel(config)],
    ['whatsapp', whatsAppChannel(config)],
    ['voice', voiceChannel(config)],
  ]);
