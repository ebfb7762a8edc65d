import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { News } from './line.ts';
import { createSwitchboard } from './switchboard.ts';

let server: Server;
let url: string;
let open: { path: string; response: ServerResponse }[];

beforeEach(async () => {
  open = [];
  server = createServer(({ url: path = '' }, response) => {
    const one = { path, response };
    open.push(one);
    response.on('close', () => open.splice(open.indexOf(one), 1));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: changed\nid: ${path}\ndata: ${path}\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('pages share one stream: of what all look at, else of all; it ends with the last of them', async () => {
  const switchboard = createSwitchboard();
  const watch = (stream: string | null) => ({ kind: 'watch', target: { url, stream, token: null } }) as const;
  const [first, second]: [News[], News[]] = [[], []];
  const [one, other] = [
    switchboard.join((news) => first.push(news)),
    switchboard.join((news) => second.push(news)),
  ];
  const paths = () => open.map(({ path }) => path.replace('/v1/changes/stream', ''));

  one(watch('main'));
  await expect.poll(() => first.length).toBe(1);
  other(watch('main'));
  // Who joins is told what is known already.
  expect(second).toEqual(first);
  expect(paths()).toEqual(['?stream=main']);

  other(watch('other'));
  await expect.poll(paths).toEqual(['']);
  one({ kind: 'leave' });
  await expect.poll(paths).toEqual(['?stream=other']);
  other({ kind: 'leave' });
  await expect.poll(paths).toEqual([]);
});
