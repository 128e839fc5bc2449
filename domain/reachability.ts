import { type Channel, addressKindOf, channels } from './channels';

/** An address of a debtor, as far as it says through what the debtor can be reached. */
export interface AddressFacts {
  readonly kind: string;
  readonly bounced: boolean;
  /** Channels on which the holder of the address refused messages. */
  readonly optedOut: readonly string[];
}

/** Channels that need an address: the others always depend on people. */
export const addressedChannels: readonly Channel[] = channels.filter((channel) => addressKindOf(channel) !== 'none');

/** Through what a debtor with these addresses can be reached; none at all makes it a case for data repair (K1). */
export function reachableChannels(addresses: readonly AddressFacts[]): Channel[] {
  return addressedChannels.filter((channel) =>
    addresses.some(
      ({ kind, bounced, optedOut }) => kind === addressKindOf(channel) && !bounced && !optedOut.includes(channel),
    ),
  );
}
