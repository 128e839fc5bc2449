import { createServer, type Server, type Socket } from 'node:net';
import { createVirusScanner } from '../../clients/virus-scanner';

const file = Buffer.alloc(200_000, 'x');

describe('a scanner that is a program', () => {
  const program = (script: string) => createVirusScanner(`${process.execPath} ${script}`);
  // Reads everything and says by its exit code what it found.
  const ends = (code: number) => program(`-e process.stdin.resume().on("end",()=>process.exit(${code}))`);

  it('says clean by 0 and infected by 1; anything else is no verdict', async () => {
    expect(await ends(0).scan(file)).toBe('clean');
    expect(await ends(1).scan(file)).toBe('infected');
    await expect(ends(2).scan(file)).rejects.toThrow('ended with 2; expected 0 for clean or 1 for infected');
  });

  it('leaves nothing running when there is no such program', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    await expect(createVirusScanner('/no/such/scanner').scan(file)).rejects.toThrow('ENOENT');
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

describe('clamd', () => {
  let server: Server;
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** A daemon that reads a stream to its empty chunk, remembers its length, and answers. */
  async function daemon(answer: string) {
    const seen = { bytes: 0 };
    const read = (socket: Socket) => {
      let data = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        data = Buffer.concat([data, chunk]);
        let at = 'zINSTREAM\0'.length;
        let bytes = 0;
        while (at + 4 <= data.length) {
          const length = data.readUInt32BE(at);
          if (length === 0) {
            seen.bytes = bytes;
            socket.end(answer);
            return;
          }
          bytes += length;
          at += 4 + length;
        }
      });
    };
    server = createServer(read);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    return { seen, scanner: createVirusScanner(`clamd://127.0.0.1:${port}`) };
  }

  it('gets the whole file and says what it is', async () => {
    const { seen, scanner } = await daemon('stream: OK\0');
    expect(await scanner.scan(file)).toBe('clean');
    expect(seen.bytes).toBe(file.length);
  });

  it('names a virus', async () => {
    expect(await (await daemon('stream: Eicar-Test-Signature FOUND\0')).scanner.scan(file)).toBe('infected');
  });

  it('gives no verdict by an error', async () => {
    const { scanner } = await daemon('INSTREAM size limit exceeded. ERROR\0');
    await expect(scanner.scan(file)).rejects.toThrow('expected OK or FOUND');
  });
});
