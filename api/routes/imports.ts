import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ImportMapping, importMappingSchema, importPresetNames } from '../../domain/import/mapping';
import { type ImportReport, changesIn, importInvoices } from '../../services/import/import-invoices';
import { isZone } from '../../services/local-day';
import { problemAnswer } from '../answers';
import { bookOf, callerOf } from '../auth';
import { importAnswer } from '../command-answers';
import type { ApiDeps, App } from '../deps';
import { Problem, fieldProblem } from '../errors';
import { once } from '../idempotency';
import { commandHeaders, currencySchema, flagSchema } from '../schemas';
import { MAX_FILE_BYTES, type SpooledUpload, spool } from '../upload';

// A mapping names some twenty columns; 64 KB are ten times that.
const MAX_MAPPING_BYTES = 64 * 1024;

const importQuery = z.strictObject({
  preset: z.enum(importPresetNames, { error: `expected one of ${importPresetNames.join(', ')}` }).optional(),
  currency: currencySchema.optional().meta({ description: 'currency of rows that name none' }),
  payments: z.enum(['actual', 'none'], { error: 'expected actual or none' }).default('actual'),
  dryRun: flagSchema.default(false),
  zone: z.string().refine(isZone, { error: 'expected a time zone such as Asia/Shanghai' }).optional(),
  language: z.enum(['en', 'zh-CN'], { error: 'expected en or zh-CN' }).optional(),
});

interface Upload {
  readonly file: SpooledUpload;
  readonly name: string;
  readonly mapping: ImportMapping | undefined;
}

function readMapping(text: unknown): ImportMapping {
  let content: unknown;
  try {
    content = JSON.parse(String(text));
  } catch {
    throw fieldProblem('mapping', String(text), 'a mapping as JSON');
  }
  const parsed = importMappingSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fieldProblem(['mapping', ...(issue?.path ?? [])].join('.'), content, issue?.message ?? 'a mapping of columns');
}

async function readParts(request: FastifyRequest): Promise<Upload> {
  let file: { readonly spooled: SpooledUpload; readonly name: string } | undefined;
  let mapping: ImportMapping | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        if (file !== undefined) throw fieldProblem(part.fieldname, part.filename, 'one file for each request');
        file = { spooled: await spool(part.file), name: part.filename };
      } else if (part.fieldname === 'mapping') mapping = readMapping(part.value);
      else throw fieldProblem(part.fieldname, part.value, 'only the parts "file" and "mapping"');
    }
    if (file === undefined) throw fieldProblem('file', undefined, 'a part "file" with the CSV file');
  } catch (error) {
    await file?.spooled.discard();
    throw error;
  }
  return { file: file.spooled, name: file.name, mapping };
}

async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (request.isMultipart()) return readParts(request);
  return { file: await spool(request.raw), name: 'api', mapping: undefined };
}

const answerOf = (importId: string | null, report: ImportReport) => {
  const { rows, invoices, debtors, payments, failedRows, problemCount, problems } = report;
  const errors = problems.map(({ line, column, value, expected }) => ({ line, column, value, expected }));
  const changes = changesIn(report);
  return {
    importId,
    dryRun: importId === null,
    rows,
    invoices,
    debtors,
    payments,
    changes,
    failedRows,
    errorCount: problemCount,
    errors,
  };
};

/** Content types of this route only: a CSV file as the body, or a form with it and a mapping. JSON is none of them. */
async function acceptFiles(app: App): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/csv', (_request, _payload, done) => done(null, undefined));
  // One more than is accepted of each kind, so that a form with too much is refused by the name of its part.
  await app.register(multipart, {
    limits: { fileSize: MAX_FILE_BYTES, files: 2, fields: 4, fieldSize: MAX_MAPPING_BYTES },
  });
}

/** Import of a CSV file. */
export async function importRoutes(app: App, deps: ApiDeps): Promise<void> {
  await acceptFiles(app);
  const schema = {
    summary: 'Import invoices, debtors and payments from a CSV file; a second run changes nothing',
    tags: ['imports'],
    consumes: ['text/csv', 'multipart/form-data'],
    headers: commandHeaders,
    querystring: importQuery,
    response: { 200: importAnswer, 202: importAnswer, '4xx': problemAnswer },
  };
  app.post('/imports', { schema }, async (request, reply) => {
    const { preset, dryRun, payments, currency, zone, language } = request.query;
    const upload = await readUpload(request);
    try {
      if (preset !== undefined && upload.mapping !== undefined)
        throw fieldProblem('preset', preset, 'a preset or a mapping');
      const fingerprint = [upload.file.sha256, upload.mapping ?? null];
      const answer = await once(deps, request, reply, { answer: importAnswer, fingerprint }, async () => {
        const result = await importInvoices(deps, {
          source: upload.file.open(),
          name: upload.name,
          mapping: upload.mapping ?? preset ?? 'dunwell',
          creditorId: bookOf(request),
          ...(currency === undefined ? {} : { currency }),
          ...(zone === undefined ? {} : { zone }),
          ...(language === undefined ? {} : { language }),
          payments,
          dryRun,
          actor: callerOf(request).actor,
          at: deps.clock(),
        });
        if (result.ok) return { status: 200, body: answerOf(result.importId, result.report) };
        const { invoices } = result.report;
        const before = `${invoices.created + invoices.updated} invoices before that ${dryRun ? 'would go' : 'went'} in.`;
        throw new Problem('unreadableFile', `${result.problem.message}; ${before}`);
      });
      return reply.code(answer.status).send(answer.body);
    } finally {
      await upload.file.discard();
    }
  });
}
