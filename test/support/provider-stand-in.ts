import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** One request that a stand-in accepted: the oracle of what was really sent. */
export interface AcceptedRequest {
  readonly path: string;
  readonly body: string;
}

/** What the stand-in does with the next request instead of accepting it. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  /** Accepts it, and cuts the connection before an answer. */
  | { readonly kind: 'acceptThenDrop' }
  /** Cuts the connection before it accepts anything. */
  | { readonly kind: 'drop' };

/** SendGrid and Twilio on loopback: real HTTP for the real SDKs. */
export interface ProviderStandIn {
  readonly url: string;
  readonly accepted: AcceptedRequest[];
  /** The next requests meet these faults, in order. */
  readonly faults: Fault[];
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}

function accept(response: ServerResponse, path: string, count: number): void {
  response.setHeader('content-type', 'application/json');
  if (path.startsWith('/v3/')) {
    response.writeHead(202, { 'x-message-id': `mail-${count}` }).end();
    return;
  }
  response.writeHead(201).end(JSON.stringify({ sid: `SM${String(count).padStart(32, '0')}`, status: 'queued' }));
}

/** Starts a stand-in on a free port. */
export async function startProviderStandIn(): Promise<ProviderStandIn> {
  const accepted: AcceptedRequest[] = [];
  const faults: Fault[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const path = request.url ?? '';
    const fault = faults.shift();
    if (fault?.kind === 'drop') return request.socket.destroy();
    if (fault?.kind === 'status') {
      return response
        .writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
        .end('{"errors":[]}');
    }
    accepted.push({ path, body });
    if (fault?.kind === 'acceptThenDrop') return request.socket.destroy();
    return accept(response, path, accepted.length);
  };
  const server: Server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    accepted,
    faults,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
