import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createPoster, type Poster, type PosterOptions } from './post.ts';
import { createPublicLookup } from './public-address.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A real HTTP server; resolves to its address and how many connections it has had. */
async function receiver(answer: RequestListener) {
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => connections++);
  const port = await listening(server);
  return { port, url: `http://127.0.0.1:${port}/hook`, connections: () => connections };
}

/** A server that speaks no HTTP by itself. */
async function rawReceiver(serve: (socket: Socket) => void) {
  return `http://127.0.0.1:${await listening(createTcpServer(serve))}/hook`;
}

function poster(options: Partial<PosterOptions> = {}): Poster {
  const made = createPoster({ connections: 5, deadlineMs: 5_000, allowPrivate: true, ...options });
  closing.push(() => made.close());
  return made;
}

const body = '{"text":"größer"}';
const to = (url: string) => ({ url, headers: { 'content-type': 'application/json' }, body });

it('posts the body and tells the status, Retry-After and the beginning of the answer', async () => {
  let received: { method: string | undefined; body: string } | undefined;
  const { url } = await receiver(async (request, response) => {
    received = { method: request.method, body: await text(request) };
    response.writeHead(429, { 'retry-after': '7' }).end('slow\r\ndown');
  });
  expect(await poster().post(to(url))).toEqual({
    kind: 'answered',
    status: 429,
    retryAfter: '7',
    excerpt: 'slow down',
    handOver: 'done',
  });
  expect(received).toEqual({ method: 'POST', body });
});

it('uses a connection again', async () => {
  const { url, connections } = await receiver(async (request, response) => {
    await text(request);
    response.end('ok');
  });
  const { post } = poster();
  for (const _ of [1, 2, 3]) expect(await post(to(url))).toMatchObject({ status: 200, excerpt: 'ok' });
  expect(connections()).toBe(1);
});

describe('the hand-over', () => {
  /** Collects what arrives of a body, and answers only a whole one. */
  async function collecting() {
    const arrived: Buffer[] = [];
    let isWhole = false;
    const { url } = await receiver((request, response) => {
      request.on('data', (chunk) => arrived.push(chunk));
      request.on('error', () => {});
      request.on('end', () => {
        isWhole = true;
        response.end();
      });
    });
    return { url, arrived: () => Buffer.concat(arrived).toString(), isWhole: () => isWhole };
  }

  it('is asked for when all but the end of the body is there, and the end waits for the answer', async () => {
    const { url, arrived, isWhole } = await collecting();
    let atQuestion = '';
    const posted = await poster().post(to(url), {
      mayHandOver: async () => {
        while (arrived().length < body.length - 1) await pause(1);
        atQuestion = `${arrived()} ${isWhole()}`;
        return true;
      },
    });
    expect(atQuestion).toBe(`${body.slice(0, -1)} false`);
    expect(posted).toMatchObject({ status: 200, handOver: 'done' });
    expect([arrived(), isWhole()]).toEqual([body, true]);
  });

  it('does not happen when another notifier has the delivery', async () => {
    const { url, isWhole } = await collecting();
    const posted = await poster().post(to(url), { mayHandOver: async () => false });
    expect(posted).toMatchObject({ kind: 'failed', handOver: 'overtaken' });
    expect(isWhole()).toBe(false);
  });

  it('does not happen when it cannot be noted', async () => {
    const { url, isWhole } = await collecting();
    const away = () => Promise.reject(new Error('The database is away'));
    const posted = await poster().post(to(url), { mayHandOver: away });
    expect(posted).toEqual({
      kind: 'failed',
      error: 'The database is away',
      isForGood: false,
      isSilent: false,
      handOver: 'asking',
    });
    expect(isWhole()).toBe(false);
  });

  it('is not asked for by a server that cannot be reached', async () => {
    const { url } = await receiver(() => {});
    for (const close of closing.splice(0)) close();
    let isAsked = false;
    const mayHandOver = async () => {
      isAsked = true;
      return true;
    };
    expect(await poster().post(to(url), { mayHandOver })).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('ECONNREFUSED'),
      handOver: 'not begun',
    });
    expect(await poster().post(to(url.replace('http:', 'https:')), { mayHandOver })).toMatchObject({
      handOver: 'not begun',
    });
    expect(isAsked).toBe(false);
  });

  it('is over for a server that cuts behind the body: it may have arrived', async () => {
    const { url } = await receiver(async (request) => {
      await text(request);
      request.socket.destroy();
    });
    expect(await poster().post(to(url))).toMatchObject({
      kind: 'failed',
      isForGood: false,
      handOver: 'done',
    });
  });

  it('counts a yes that comes before the body is read only once it is handed over', async () => {
    const early: RequestListener = (_request, response) => void response.end('ok');
    const { url } = await receiver(early);
    const order: string[] = [];
    const posted = await poster().post(to(url), {
      mayHandOver: async () => {
        await pause(50);
        order.push('noted');
        return true;
      },
    });
    order.push('posted');
    expect(posted).toMatchObject({ kind: 'answered', status: 200, handOver: 'done' });
    expect(order).toEqual(['noted', 'posted']);
  });

  it('is over when it is noted, for a server that says yes and closes without reading to the end', async () => {
    const url = await rawReceiver((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nok'));
    });
    const mayHandOver = async () => {
      await pause(50);
      return true;
    };
    expect(await poster().post(to(url), { mayHandOver })).toMatchObject({
      kind: 'answered',
      status: 200,
      handOver: 'done',
    });
    expect(await poster().post(to(url), { mayHandOver: async () => pause(50, false) })).toMatchObject({
      kind: 'failed',
      handOver: 'overtaken',
    });
  });

  it('is not waited for after a no', async () => {
    const { url } = await receiver((_request, response) => {
      response.writeHead(413, { connection: 'close' }).end('too large');
    });
    const never = () => new Promise<boolean>(() => {});
    expect(await poster().post(to(url), { mayHandOver: never })).toMatchObject({
      kind: 'answered',
      status: 413,
      excerpt: 'too large',
      handOver: 'asking',
    });
  });
});

describe('a server that does not end', () => {
  it.each<[string, (socket: Socket) => void, object]>([
    [
      'says nothing',
      () => {},
      { kind: 'failed', error: 'No answer within 300 ms', isSilent: true, handOver: 'done' },
    ],
    [
      'sends its head byte by byte',
      (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx: '),
      { kind: 'failed', error: 'No answer within 300 ms', handOver: 'done' },
    ],
    [
      'stops in its body, which follows an answer that counts',
      (socket) => void socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 9\r\n\r\nhalf'),
      { kind: 'answered', status: 503, handOver: 'done' },
    ],
  ])('but %s is left at the deadline', async (_, serve, expected) => {
    const url = await rawReceiver((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => serve(socket));
    });
    const begin = performance.now();
    expect(await poster({ deadlineMs: 300 }).post(to(url))).toMatchObject(expected);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  function drip(socket: Socket, head: string): void {
    socket.write(head);
    const timer = setInterval(() => socket.write('a'), 20);
    socket.on('close', () => clearInterval(timer));
  }

  it('but sends for ever is cut off, and little of it is kept', async () => {
    let sent = 0;
    const isCut = Promise.withResolvers<void>();
    const endless = (_request: IncomingMessage, response: ServerResponse) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
      };
      response.writeHead(200);
      response.on('drain', write);
      response.on('close', () => isCut.resolve());
      write();
    };
    const { url } = await receiver(endless);
    const posted = await poster().post(to(url));
    expect(posted).toMatchObject({ kind: 'answered', status: 200, handOver: 'done' });
    expect(posted.kind === 'answered' && posted.excerpt.length).toBeLessThanOrEqual(300);
    await isCut.promise;
    expect(sent).toBeLessThan(20_000_000);
  });

  it('is left at once when the notifier stops', async () => {
    const { url } = await receiver(() => {});
    const stopping = new AbortController();
    const mayHandOver = async () => {
      setImmediate(() => stopping.abort());
      return true;
    };
    expect(await poster().post(to(url), { mayHandOver, signal: stopping.signal })).toMatchObject({
      kind: 'failed',
      error: 'The notifier stops',
      handOver: 'done',
    });
    expect(await poster().post(to(url), { signal: stopping.signal })).toMatchObject({
      handOver: 'not begun',
    });
  });
});

it.each([301, 302, 307, 308])('follows no redirect with %i', async (status) => {
  const target = await receiver((_request, response) => void response.end());
  const { url } = await receiver(async (request, response) => {
    await text(request);
    response.writeHead(status, { location: target.url }).end();
  });
  expect(await poster().post(to(url))).toMatchObject({ kind: 'answered', status });
  expect(target.connections()).toBe(0);
});

describe('without leave to use private networks', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '2130706433',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1]',
    '0.0.0.0',
  ])('no connection is made to https://%s', async (host) => {
    const { port, connections } = await receiver(() => {});
    const posted = await poster({ allowPrivate: false }).post(to(`https://${host}:${port}/hook`));
    expect(posted).toMatchObject({
      kind: 'failed',
      isForGood: true,
      handOver: 'not begun',
      error: expect.stringContaining('not in the public internet'),
    });
    expect(connections()).toBe(0);
  });

  it.each(['http://8.8.8.8/', 'ftp://8.8.8.8/', 'file:///etc/passwd', 'nonsense'])(
    '%s is refused for its scheme',
    async (url) => {
      expect(await poster({ allowPrivate: false }).post(to(url))).toMatchObject({
        kind: 'failed',
        isForGood: true,
        error: 'The URL of the endpoint is not an https: address',
      });
    },
  );

  it('a name is resolved once for a connection, and not reached when it points at this machine', async () => {
    const { port, connections } = await receiver(() => {});
    let asked = 0;
    const lookup = createPublicLookup((_host, _options, done) => {
      asked++;
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    });
    const { post } = poster({ allowPrivate: false, lookup });
    expect(await post(to(`https://hooks.example.test:${port}/`))).toMatchObject({
      isForGood: true,
      error: expect.stringContaining('hooks.example.test, which is 127.0.0.1, is not in the public internet'),
    });
    expect([asked, connections()]).toEqual([1, 0]);
  });

  it('the same name is reached with leave', async () => {
    const { port, connections } = await receiver((_request, response) => void response.end());
    expect(await poster().post(to(`http://localhost:${port}/`))).toMatchObject({ status: 200 });
    expect(connections()).toBe(1);
  });
});
