import { z } from 'zod';
import { keepRecording } from '../../services/commands/keep-recording';
import { handOverLetter, reportLetter } from '../../services/commands/letter-dispatch';
import { consentKinds, recordConsent } from '../../services/commands/record-consent';
import { findDebtor } from '../../services/queries/debtors';
import { listLetters } from '../../services/queries/letters';
import { problemAnswer } from '../answers';
import { bookOf } from '../auth';
import { commandAnswer } from '../command-answers';
import { issuedBy, plainCommand } from '../command-on-case';
import type { ApiDeps, App } from '../deps';
import { letterAnswer } from '../letter-answers';
import { foundOr404, pageBody, pageRequestOf } from '../lists';
import {
  commandHeaders as headers,
  dateSchema,
  flagSchema,
  idSchema,
  keySchema,
  pageAnswer,
  pageFields,
  reasonSchema,
  text,
} from '../schemas';

const tags = ['letters and calls'];
const response = { 200: commandAnswer, 202: commandAnswer, '4xx': problemAnswer };

// What stands on the waybill of a demand: "demand letter" (S209).
const DEMAND_REMARK = '催款函';

/** Letters: which wait for a carrier, under which number they travel, and what became of them (S55, S193, S209). */
export function letterRoutes(app: App, deps: ApiDeps): void {
  const params = z.strictObject({ letter: idSchema });
  app.get(
    '/letters',
    {
      schema: {
        ...{ summary: 'Letters and their journeys, newest first', tags },
        querystring: z.strictObject({ waiting: flagSchema.optional(), ...pageFields }),
        response: { 200: pageAnswer(letterAnswer), '4xx': problemAnswer },
      },
    },
    async (request) => {
      const page = pageRequestOf('letters', request.query);
      const { waiting } = request.query;
      return pageBody('letters', await listLetters(deps.db, { creditorId: bookOf(request), waiting, page }));
    },
  );
  const handOver = z.strictObject({
    carrier: text(40).default('EMS'),
    trackingNo: text(60),
    remark: text(60).default(DEMAND_REMARK),
    on: dateSchema,
  });
  app.post(
    '/letters/:letter/hand-over',
    { schema: { summary: 'A letter was given to a carrier', tags, params, headers, body: handOver, response } },
    async (request, reply) => {
      const command = { creditorId: bookOf(request), contactId: request.params.letter, ...request.body };
      return plainCommand(deps, request, reply, null, () =>
        handOverLetter(deps.db, { ...command, ...issuedBy(deps, request) }),
      );
    },
  );
  const report = z.strictObject({
    outcome: z.enum(['delivered', 'returned']),
    on: dateSchema,
    signedBy: text(120).optional(),
  });
  app.post(
    '/letters/:letter/report',
    { schema: { summary: 'A letter was delivered or came back', tags, params, headers, body: report, response } },
    async (request, reply) => {
      const { signedBy, ...said } = request.body;
      const signed = signedBy === undefined ? {} : { signedBy };
      const command = { creditorId: bookOf(request), contactId: request.params.letter, ...said, ...signed };
      return plainCommand(deps, request, reply, null, () =>
        reportLetter(deps.db, { ...command, ...issuedBy(deps, request) }),
      );
    },
  );
}

/** Calls: consents to them, and where their recordings are kept (decisions 4.9, X23, S207). */
export function callRecordRoutes(app: App, deps: ApiDeps): void {
  const consent = z.strictObject({
    address: text(40),
    consent: z.enum(consentKinds),
    given: z.boolean(),
    how: reasonSchema,
  });
  const debtorParams = z.strictObject({ debtor: keySchema.meta({ description: 'debtor id or number' }) });
  app.post(
    '/debtors/:debtor/consents',
    {
      config: { personalData: true },
      schema: {
        ...{ summary: 'Record that a number may be called by a synthetic voice, or recorded, or no longer', tags },
        ...{ params: debtorParams, headers, body: consent, response },
      },
    },
    async (request, reply) => {
      const key = request.params.debtor;
      const { id: debtorId } = foundOr404(await findDebtor(deps.db, bookOf(request), key), 'debtor', key);
      const command = { debtorId, ...request.body };
      return plainCommand(deps, request, reply, null, () =>
        recordConsent(deps.db, { ...command, ...issuedBy(deps, request) }),
      );
    },
  );
  const recording = z.strictObject({ reference: text(300), noticeGiven: z.boolean() });
  app.post(
    '/tasks/:task/recording',
    {
      schema: {
        ...{ summary: 'Keep where the recording of a call lies', tags },
        ...{ params: z.strictObject({ task: idSchema }), headers, body: recording, response },
      },
    },
    async (request, reply) => {
      const command = { creditorId: bookOf(request), taskId: request.params.task, ...request.body };
      return plainCommand(deps, request, reply, null, () =>
        keepRecording(deps, { ...command, ...issuedBy(deps, request) }),
      );
    },
  );
}
