import type { Db } from '../../clients/prisma';

/** What is said in a call: the stored message, in its language. Personal data. */
export interface CallScript {
  readonly text: string;
  readonly language: string;
}

/** The message of a call that we are making; null when there is none such. */
export async function callScript(db: Db, contactId: string): Promise<CallScript | null> {
  const contact = await db.contact.findUnique({ where: { id: contactId }, include: { document: true } });
  if (contact === null || contact.channel !== 'voice' || contact.document === null) return null;
  const text = Buffer.from(contact.document.content).toString('utf8').trim();
  return { text, language: contact.language };
}
