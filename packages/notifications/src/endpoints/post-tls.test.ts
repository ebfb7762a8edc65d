import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createPoster } from './post.ts';

const trusted = getCACertificates('default');
const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
});
const bodies: string[] = [];
const server = createServer(
  { key: certificate.private, cert: certificate.cert },
  async (request, response) => {
    bodies.push(await text(request));
    response.end('ok');
  },
);
let port = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => setDefaultCACertificates(trusted));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function post(host: string) {
  const poster = createPoster({ connections: 1, deadlineMs: 5_000, allowPrivate: true });
  const posted = await poster.post({ url: `https://${host}:${port}/`, headers: {}, body: '{"a":1}' });
  poster.close();
  return posted;
}

it('posts by TLS to a server whose certificate is trusted', async () => {
  setDefaultCACertificates([...trusted, certificate.cert]);
  expect(await post('localhost')).toMatchObject({ kind: 'answered', status: 200, handOver: 'done' });
  expect(bodies.splice(0)).toEqual(['{"a":1}']);
});

it('hands nothing over to a server whose certificate nobody vouches for', async () => {
  expect(await post('localhost')).toMatchObject({
    kind: 'failed',
    error: expect.stringMatching(/certificate/),
    isForGood: false,
    handOver: 'not begun',
  });
  expect(bodies).toEqual([]);
});

it('hands nothing over to a server whose certificate is for another name', async () => {
  setDefaultCACertificates([...trusted, certificate.cert]);
  expect(await post('127.0.0.1')).toMatchObject({
    kind: 'failed',
    error: expect.stringMatching(/does not match certificate/),
    handOver: 'not begun',
  });
  expect(bodies).toEqual([]);
});
