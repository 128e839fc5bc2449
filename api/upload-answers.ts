import { z } from 'zod';

// Files about debtors and invoices, field by field; see answers.ts.

const scan = z.string().meta({ description: 'pending (quarantined), clean, infected (thrown away) or unscanned' });

export const uploadAnswer = z
  .object({
    id: z.string(),
    debtor: z.string(),
    invoice: z.string().nullable(),
    kind: z.string(),
    fileName: z.string(),
    mediaType: z.string(),
    sizeBytes: z.number(),
    contentHash: z.string().meta({ description: 'SHA-256' }),
    scan,
    scannedAt: z.iso.datetime().nullable(),
    uploadedBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Upload' });

export const storedUploadAnswer = z
  .object({ uploadId: z.string(), contentHash: z.string(), scan, applied: z.boolean() })
  .meta({ id: 'UploadStored' });
