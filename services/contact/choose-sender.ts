import type { Channel } from '../../domain/channels';
import type { ChannelSender, SenderChoice } from './channel-sender';

/** How messages leave, as configured (decisions 4.4). */
export interface DeliverySettings {
  readonly mode: 'outbox' | 'live';
  /** Addresses that may be written to; empty allows all. */
  readonly allowlist: readonly string[];
}

/** The way out of each message: a provider only when delivery is live, the record is no sample, and the recipient is allowed. */
export function createSenderChoice(
  delivery: DeliverySettings,
  providers: ReadonlyMap<Channel, ChannelSender>,
): SenderChoice {
  const outbox = (why: string) => ({ sender: null, why });
  return {
    choose({ channel, to, sample }) {
      if (delivery.mode !== 'live') return outbox('delivery is not live');
      if (sample) return outbox('sample records never leave');
      if (delivery.allowlist.length > 0 && !delivery.allowlist.includes(to))
        return outbox('recipient is not on the allowlist');
      const sender = providers.get(channel);
      return sender === undefined ? outbox(`no provider for ${channel}`) : { sender };
    },
  };
}
