import type { Channel } from '../channels';

/** What can be done with the numbers of a country, and what it asks for before a call is recorded. */
export interface CountryCapability {
  /** The numbers of the country begin so; the longest beginning counts. */
  readonly prefix: string;
  readonly country: string;
  /** Whether an SMS arrives, and whether an answer to it comes back to us. */
  readonly sms: 'twoWay' | 'oneWay' | 'no';
  readonly whatsapp: boolean;
  readonly voice: boolean;
  /** `notice`: it is enough to say so first; `consent`: everybody on the line must have agreed. To be confirmed by counsel. */
  readonly recording: 'notice' | 'consent';
}

/**
 * The one table of what may be used where. Mainland China: no two-way SMS to +86 (Twilio's guideline for China, read without a
 * date), WhatsApp is not reachable there; its limits of identical texts are in `standardLimits`. Where nothing is said, both
 * ways work and a recording needs consent. To add a country is to add a row.
 */
export const countryCapabilities: readonly CountryCapability[] = [
  { prefix: '+', country: 'any', sms: 'twoWay', whatsapp: true, voice: true, recording: 'consent' },
  { prefix: '+86', country: 'CN', sms: 'oneWay', whatsapp: false, voice: true, recording: 'notice' },
  { prefix: '+852', country: 'HK', sms: 'twoWay', whatsapp: true, voice: true, recording: 'notice' },
  { prefix: '+44', country: 'GB', sms: 'twoWay', whatsapp: true, voice: true, recording: 'notice' },
  { prefix: '+65', country: 'SG', sms: 'twoWay', whatsapp: true, voice: true, recording: 'notice' },
  // Several states of the USA ask for the consent of everybody on the line.
  { prefix: '+1', country: 'US', sms: 'twoWay', whatsapp: true, voice: true, recording: 'consent' },
  { prefix: '+49', country: 'DE', sms: 'twoWay', whatsapp: true, voice: true, recording: 'consent' },
];

const byLength = [...countryCapabilities].sort((a, b) => b.prefix.length - a.prefix.length);

/** What can be done with a number; null for what is no number in international form. */
export const capabilityOf = (number: string): CountryCapability | null =>
  byLength.find(({ prefix }) => number.startsWith(prefix)) ?? null;

/** Whether the channel reaches the address at all. Only channels that need a number are limited by its country. */
export function isAvailable(channel: Channel, address: string): boolean {
  const capability = capabilityOf(address);
  if (capability === null) return true;
  if (channel === 'sms') return capability.sms !== 'no';
  if (channel === 'whatsapp') return capability.whatsapp;
  return channel !== 'voice' || capability.voice;
}

/** Whether a call to the number may be recorded after notice (X23, decisions 7); without a known country only with consent. */
export const mayRecord = (number: string, consents: readonly string[]): boolean =>
  capabilityOf(number)?.recording === 'notice' || consents.includes('recording');
