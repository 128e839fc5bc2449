import { z } from 'zod';

// What the routes of letters answer, field by field; see answers.ts.

export const letterAnswer = z
  .object({
    id: z.string().meta({ description: 'the contact; commands name it' }),
    debtor: z.string(),
    debtorName: z.string(),
    documentId: z.string().nullable(),
    state: z.string(),
    writtenAt: z.string().nullable(),
    carrier: z.string().nullable(),
    trackingNo: z.string().nullable(),
    remark: z.string().nullable(),
    handedOverOn: z.string().nullable(),
    deliveredOn: z.string().nullable(),
    returnedOn: z.string().nullable(),
    recallTaskId: z.string().nullable().meta({ description: 'money arrived: it is to be fetched back, not posted' }),
    unstoppableAt: z.string().nullable().meta({ description: 'when it was known that it had left before the money' }),
  })
  .meta({ id: 'Letter' });
