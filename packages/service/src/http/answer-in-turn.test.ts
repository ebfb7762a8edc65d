import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server';
import { afterEach, expect, test } from 'vitest';
import { answerInTurn } from './answer-in-turn.ts';

let server: Server;
afterEach(() => server.close());

/** Notes when each request is begun and answered; answers take a turn of the event loop each. */
async function listen() {
  const noted: string[] = [];
  const answer = async (request: Request, { outgoing }: HttpBindings | Http2Bindings) => {
    const { pathname } = new URL(request.url);
    noted.push(`begun ${pathname}`);
    outgoing.once('close', () => noted.push(`answered ${pathname}`));
    await new Promise(setImmediate);
    return new Response(pathname);
  };
  server = serve({ fetch: answerInTurn(answer), hostname: '127.0.0.1', port: 0 }) as Server;
  await once(server, 'listening');
  return { noted, port: (server.address() as AddressInfo).port };
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

test('requests of one connection that wait for no answer are begun one after the other, and all are answered', async () => {
  const { noted, port } = await listen();
  const socket = connect(port, '127.0.0.1');
  socket.write(get('/1') + get('/2') + get('/3', 'Connection: close\r\n'));
  let text = '';
  for await (const piece of socket) text += String(piece);
  expect(text.match(/^\/\d/gm)).toEqual(['/1', '/2', '/3']);
  expect(noted).toEqual(['/1', '/2', '/3'].flatMap((path) => [`begun ${path}`, `answered ${path}`]));
});

test('connections do not wait for one another', async () => {
  const { noted, port } = await listen();
  const sockets = await Promise.all(
    ['/a', '/b'].map(async (path) => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(get(path, 'Connection: close\r\n'));
      return socket;
    }),
  );
  await Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
  expect(noted.toSorted()).toEqual(['answered /a', 'answered /b', 'begun /a', 'begun /b']);
});
