import { setTimeout as pause } from 'node:timers/promises';
import { fastify, type FastifyReply, type FastifyRequest } from 'fastify';
import { isAccepting, type Fault } from './stand-in/faults';
import { checkMail, isRefusal, mailProblem, sendGridKey } from './stand-in/sendgrid';
import {
  callJson,
  checkCall,
  checkText,
  isListed,
  mayAsk,
  messageJson,
  notSignedIn,
  textProblem,
  type CheckedCall,
  type CheckedText,
} from './stand-in/twilio';

export type { Fault } from './stand-in/faults';

/** One request that a stand-in accepted: the oracle of what was really sent. */
export interface AcceptedRequest {
  readonly path: string;
  readonly body: string;
  /** The provider's id of the message. */
  readonly id: string;
  readonly to: string;
  /** The contact id that travelled with it, if any. */
  readonly contactId: string | null;
  readonly at: Date;
  /** Set for messages of Twilio. */
  readonly text: (CheckedText & { readonly status: string }) | null;
  /** Set for calls of Twilio. */
  readonly call?: CheckedCall;
}

/** SendGrid and Twilio on loopback: real HTTP for the real SDKs, with the checks of the real services. */
export interface ProviderStandIn {
  readonly url: string;
  /** Every accepted request, in order. */
  readonly accepted: AcceptedRequest[];
  /** The next requests meet these faults, in order. */
  readonly faults: Fault[];
  /** Messages to these addresses are accepted and never answered. */
  readonly unanswered: Set<string>;
  close(): Promise<void>;
}

/** Where the contact id of a text is: in the address of its callback. */
const contactIn = (callback: string | null): string | null =>
  callback === null ? null : new URL(callback).searchParams.get('contact');

/** Starts a stand-in on a free port. `now` is when the provider thinks it is. */
export async function startProviderStandIn(now: () => Date = () => new Date()): Promise<ProviderStandIn> {
  const accepted: AcceptedRequest[] = [];
  const faults: Fault[] = [];
  const unanswered = new Set<string>();
  const app = fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  const cut = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.hijack();
    request.raw.socket.resetAndDestroy();
  };

  /** Meets the next fault; `accept` takes the request and says what the service would answer, `problem` words its refusals. */
  const serve = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { problem, to }: { readonly problem: (status: number) => object; readonly to?: string },
    accept: () => () => FastifyReply,
  ) => {
    const isUnanswered = to !== undefined && unanswered.has(to);
    const fault: Fault = isUnanswered ? { kind: 'acceptThenHang' } : (faults.shift() ?? { kind: 'none' });
    const answer = isAccepting(fault) ? accept() : null;
    if (fault.kind === 'status')
      return reply
        .code(fault.status)
        .headers(fault.headers ?? {})
        .send(problem(fault.status));
    if (fault.kind === 'acceptThenStatus') return reply.code(fault.status).send(problem(fault.status));
    if (fault.kind === 'gateway') return reply.code(fault.status).type('text/html').send('<html>Bad gateway</html>');
    if (fault.kind === 'drop' || fault.kind === 'acceptThenDrop') return cut(request, reply);
    if (fault.kind === 'hang' || fault.kind === 'acceptThenHang') return void reply.hijack();
    if (fault.kind === 'malformed') return reply.code(200).type('application/json').send('<html>{');
    if (fault.kind === 'slow') await pause(fault.ms);
    return answer?.();
  };

  app.post('/v3/mail/send', (request, reply) => {
    const body = String(request.body);
    const checked = checkMail(request.headers, body);
    if (isRefusal(checked)) return reply.code(checked.status).send(checked.body);
    return serve(request, reply, { problem: mailProblem, to: checked.to }, () => {
      const id = `mail-${accepted.length + 1}`;
      accepted.push({ path: request.url, body, id, ...checked, at: now(), text: null });
      return () => reply.code(202).header('x-message-id', id).send();
    });
  });
  app.get('/v3/messages', (request, reply) => {
    if (request.headers.authorization !== `Bearer ${sendGridKey}`) return reply.code(403).send(mailProblem(403));
    return serve(request, reply, { problem: mailProblem }, () => {
      const query = new URL(request.url, 'http://localhost').searchParams.get('query') ?? '';
      const asked = /^unique_args\['contactId'\]="([^"]+)"$/.exec(query)?.[1];
      const mails = accepted.filter(({ path, contactId }) => path === '/v3/mail/send' && contactId === asked);
      const messages = mails.map(({ id, to }) => ({ msg_id: `${id}.recvd-1.0`, to_email: to, status: 'delivered' }));
      return () => reply.send({ messages });
    });
  });
  app.post('/2010-04-01/Accounts/:account/Messages.json', (request, reply) => {
    const body = String(request.body);
    const text = checkText(request.headers, request.url, body);
    if (isRefusal(text)) return reply.code(text.status).send(text.body);
    return serve(request, reply, { problem: textProblem, to: text.to }, () => {
      const id = `SM${String(accepted.length + 1).padStart(32, '0')}`;
      const message = { ...text, id, at: now(), status: 'queued' };
      const contactId = contactIn(text.statusCallback);
      accepted.push({ path: request.url, body, id, to: text.to, contactId, at: message.at, text: message });
      return () => reply.code(201).send(messageJson(message));
    });
  });
  app.post('/2010-04-01/Accounts/:account/Calls.json', (request, reply) => {
    const body = String(request.body);
    const call = checkCall(request.headers, request.url, body);
    if (isRefusal(call)) return reply.code(call.status).send(call.body);
    return serve(request, reply, { problem: textProblem, to: call.to }, () => {
      const id = `CA${String(accepted.length + 1).padStart(32, '0')}`;
      const made = { ...call, id, at: now() };
      const contactId = contactIn(call.statusCallback);
      accepted.push({ path: request.url, body, id, to: call.to, contactId, at: made.at, text: null, call });
      return () => reply.code(201).send(callJson(made));
    });
  });
  app.get('/2010-04-01/Accounts/:account/Messages.json', (request, reply) => {
    if (!mayAsk(request.headers, request.url)) return reply.code(notSignedIn.status).send(notSignedIn.body);
    return serve(request, reply, { problem: textProblem }, () => {
      const query = new URL(request.url, 'http://localhost').searchParams;
      const messages = accepted.flatMap(({ text, id, at }) =>
        text === null ? [] : [{ ...text, id, at, status: 'delivered' }],
      );
      const found = messages.filter((message) => isListed(message, query)).map(messageJson);
      return () => reply.send({ messages: found, page: 0, page_size: 50, next_page_uri: null });
    });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, accepted, faults, unanswered, close: () => app.close() };
}
