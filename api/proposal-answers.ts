import { z } from 'zod';
import { amountField } from './answers';

// Messages that wait for a person, field by field; see answers.ts.

const instant = z.iso.datetime();

export const proposalAnswer = z
  .object({
    id: z.string(),
    state: z.string().meta({ description: 'waiting, released, rejected, withdrawn or sent' }),
    why: z.string().nullable().meta({ description: 'what overtook a withdrawn one: paid, hold, ended, changed …' }),
    debtor: z.string(),
    debtorName: z.string(),
    caseId: z.string(),
    channel: z.string(),
    recipient: z.object({ address: z.string().nullable(), name: z.string().nullable(), role: z.string().nullable() }),
    covers: z.array(
      z.object({
        caseId: z.string(),
        invoice: z.string(),
        step: z.string(),
        open: amountField,
        currency: z.string(),
      }),
    ),
    language: z.string(),
    template: z.string(),
    subject: z.string().nullable(),
    text: z.string(),
    edited: z.boolean(),
    contactId: z.string().nullable(),
    zone: z.string(),
    at: instant.meta({ description: 'as of when its text was written' }),
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Proposal' });

const released = {
  notBefore: instant.nullable().meta({ description: 'null: at once; else when the gate lets it go as things are now' }),
  why: z.string().nullable().meta({ description: 'what it waits for until then' }),
};

export const releasedAnswer = z
  .object({ caseId: z.string().nullable(), applied: z.boolean(), ...released })
  .meta({ id: 'ProposalReleased' });

export const bulkAnswer = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        ok: z.boolean(),
        problem: z.string().nullable().meta({ description: 'why this one was refused; the others are not concerned' }),
        notBefore: released.notBefore,
      }),
    ),
    applied: z.boolean(),
  })
  .meta({ id: 'ProposalsDecided' });
