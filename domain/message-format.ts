import type { Channel } from './channels';

/** Forms in which a message is written; a script is what a person says who calls or visits. */
export type MessageFormat = 'email' | 'sms' | 'letter' | 'script';

const formats: Readonly<Record<Channel, MessageFormat | null>> = {
  email: 'email',
  sms: 'sms',
  whatsapp: 'sms',
  voice: 'sms',
  wechat: 'sms',
  letter: 'letter',
  fax: 'letter',
  call: 'script',
  visit: 'script',
  internal: null,
};

/** The form of messages on `channel`; null inside our own house. */
export const formatOf = (channel: Channel): MessageFormat | null => formats[channel];
