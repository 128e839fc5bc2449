import type { MessageFacts } from './facts';

/** A sentence that invites questions and says whom to ask, with everything that is known of the way there (S230). */
export function contactLine({ contact }: MessageFacts, language: string): string {
  const { name, phone, email } = contact;
  const ways = [phone, email].filter((way) => way !== null);
  if (language.startsWith('zh'))
    return `如有任何疑问，请与${name}联系${ways.length === 0 ? '' : `：${ways.join('，')}`}。`;
  return `If you have any question, please contact ${name}${ways.length === 0 ? '' : `: ${ways.join(', ')}`}.`;
}

/** Name and phone, or the e-mail address where no phone is known: for texts that must be short (S215, S230). */
export function contactShort({ contact }: MessageFacts, language: string): string {
  const { name, phone, email } = contact;
  const way = phone ?? email;
  if (way === null) return name;
  // A Chinese SMS has 134 characters.
  return language.startsWith('zh') ? `${name}${way.replace(/ /g, '')}` : `${name}, ${way}`;
}
