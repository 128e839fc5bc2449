import { createServer } from 'node:http';
import { z } from 'zod';

// What a provider in another region takes to answer.
const ANSWER_AFTER_MS = 100;

const mailSchema = z.object({ custom_args: z.object({ contactId: z.string() }) });

/** A stand-in for SendGrid that answers after a while and remembers when each message came. */
export interface SlowProvider {
  readonly url: string;
  /** Milliseconds since the epoch by the id that came with the message. */
  readonly arrivals: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Starts the stand-in on a free port. */
export async function startProvider(): Promise<SlowProvider> {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { custom_args: ids } = mailSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      arrivals.set(ids.contactId, performance.timeOrigin + performance.now());
      const answer = () => response.writeHead(202, { 'x-message-id': `mail-${arrivals.size}` }).end();
      setTimeout(answer, ANSWER_AFTER_MS);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in of the bench has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    arrivals,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
