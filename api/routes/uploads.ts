import { z } from 'zod';
import { paperKinds } from '../../domain/papers';
import { sha256 } from '../../services/sha256';
import { MAX_UPLOAD_BYTES, storeUpload } from '../../services/documents/store-upload';
import { findUpload, listUploads } from '../../services/queries/uploads';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { issuedBy } from '../command-on-case';
import { afterCommit } from '../commit-first';
import type { ApiDeps, App } from '../deps';
import { fieldProblem, Problem } from '../errors';
import { once } from '../idempotency';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import { acceptedOr } from '../refusals';
import { commandHeaders as headers, idSchema, keySchema, pageAnswer, pageFields, text } from '../schemas';
import { storedUploadAnswer, uploadAnswer } from '../upload-answers';

const tags = ['documents'];
const binary = z.any().meta({ type: 'string', format: 'binary' });

function readRoutes(app: App, deps: ApiDeps): void {
  const querystring = z.strictObject({ debtor: keySchema.optional(), invoice: keySchema.optional(), ...pageFields });
  const response = { 200: pageAnswer(uploadAnswer), '4xx': problemAnswer };
  app.get(
    '/uploads',
    { schema: { summary: 'Files about debtors and invoices, newest first', tags, querystring, response } },
    async (request) => {
      const { debtor, invoice } = request.query;
      const page = pageRequestOf('uploads', request.query);
      return pageBody('uploads', await listUploads(deps.db, { creditorId: bookOf(request), debtor, invoice, page }));
    },
  );
  const params = z.strictObject({ upload: idSchema });
  app.get(
    '/uploads/:upload/content',
    {
      config: { personalData: true },
      schema: { summary: 'The file itself', tags, params, response: { 200: binary, '4xx': problemAnswer } },
    },
    async (request, reply) => {
      const id = request.params.upload;
      const { content, mediaType, scan } = foundOr404(await findUpload(deps.db, bookOf(request), id), 'upload', id);
      if (content === null)
        throw new Problem('conflict', `Upload ${id} is ${scan}; expected one that a scanner found clean.`);
      void reply.header('content-disposition', 'attachment');
      void reply.header('content-security-policy', "sandbox; default-src 'none'");
      return reply.type(mediaType).send(content);
    },
  );
}

const uploadQuery = z.strictObject({
  debtor: keySchema.optional().meta({ description: 'number of the debtor: the file is about all of its invoices' }),
  invoice: keySchema.optional().meta({ description: 'number of the invoice that the file is about' }),
  kind: z.enum(paperKinds, { error: `expected one of ${paperKinds.join(', ')}` }),
  name: text(200).meta({ description: 'name of the file' }),
});

/** Uploads of papers: list, download, store. The scope is its own: no other route takes such bodies. */
export function uploadRoutes(app: App, deps: ApiDeps): void {
  readRoutes(app, deps);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_UPLOAD_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  const schema = {
    summary: 'Store a file as the body: PDF, PNG, JPEG or TIFF of at most 10 MB; it is quarantined until it is scanned',
    tags,
    consumes: ['application/octet-stream'],
    headers,
    querystring: uploadQuery,
    response: { 200: storedUploadAnswer, 202: storedUploadAnswer, '4xx': problemAnswer },
  };
  app.post('/uploads', { schema, bodyLimit: MAX_UPLOAD_BYTES }, async (request, reply) => {
    const { debtor, invoice, kind, name: fileName } = request.query;
    if ((debtor === undefined) === (invoice === undefined))
      throw fieldProblem('invoice', invoice, 'either a debtor or an invoice');
    const content: unknown = request.body;
    if (!Buffer.isBuffer(content) || content.length === 0) throw fieldProblem('body', 'nothing', 'the bytes of a file');
    const subject = invoice === undefined ? { debtorNumber: debtor ?? '' } : { invoiceNumber: invoice };
    const stored = {
      creditorId: bookOf(request),
      subject,
      kind,
      fileName,
      content,
      isScanned: deps.scansUploads === true,
    };
    const options = { answer: storedUploadAnswer, fingerprint: sha256(content) };
    const answer = await once(deps, request, reply, options, async () => {
      const result = acceptedOr(await storeUpload(deps, { ...stored, ...issuedBy(deps, request) }));
      const { status, applied } = await afterCommit(deps, result.messageIds);
      const { uploadId, scan, contentHash } = result;
      return { status, body: { uploadId, scan, contentHash, applied } };
    });
    return reply.code(answer.status).send(answer.body);
  });
}
