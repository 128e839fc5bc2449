/** Every way to reach a debtor, and `internal` for steps that only concern our own people (decisions 3.7). */
export const channels = [
  'email',
  'sms',
  'whatsapp',
  'voice',
  'letter',
  'call',
  'visit',
  'wechat',
  'fax',
  'internal',
] as const;

export type Channel = (typeof channels)[number];

/** Channels on which the machine itself sends; the others are work for people. */
export const sendingChannels: readonly Channel[] = ['email', 'sms', 'whatsapp', 'voice', 'letter'];

/** What kind of address a channel needs. */
export type AddressKind = 'email' | 'phone' | 'post' | 'none';

const addressKinds: Readonly<Record<Channel, AddressKind>> = {
  email: 'email',
  sms: 'phone',
  whatsapp: 'phone',
  voice: 'phone',
  letter: 'post',
  call: 'phone',
  visit: 'post',
  wechat: 'none',
  fax: 'phone',
  internal: 'none',
};

/** The kind of address that `channel` needs; `none` where people know how to reach their counterpart. */
export const addressKindOf = (channel: Channel): AddressKind => addressKinds[channel];
