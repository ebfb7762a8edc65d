import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the server does with a message. A cut ends the connection without an answer. */
export type Behaviour =
  | 'accept'
  | 'cut before body'
  | 'cut after body'
  | 'silent after body'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

export interface Receiver {
  /** Without a path: each test has its own. */
  readonly url: string;
  /** All messages whose whole body arrived, in that order. */
  readonly messages: readonly ReceivedMessage[];
  messagesTo(path: string): ReceivedMessage[];
  /** Requests begun, whatever came of them. */
  tries(path: string): number;
  close(): Promise<void>;
}

/** A real HTTP server on the loopback that misbehaves on request. `behave` gets the number of attempts for a path. */
export async function startReceiver(
  behave: (path: string, tries: number) => Behaviour | Promise<Behaviour> = () => 'accept',
): Promise<Receiver> {
  const messages: ReceivedMessage[] = [];
  const tries = new Map<string, number>();
  const server: Server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const count = (tries.get(path) ?? 0) + 1;
    tries.set(path, count);
    const planned = behave(path, count);
    if (planned === 'cut before body') return void request.socket.destroy();
    // The end of a body that was cut off never comes.
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    messages.push({ path, headers: request.headers, body, at: Date.now() });
    answer(response, await planned);
  });

  function answer(response: ServerResponse, behaviour: Behaviour): void {
    if (behaviour === 'cut after body') response.socket?.destroy();
    else if (behaviour === 'accept') response.end('ok');
    else if (typeof behaviour === 'object') {
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    messagesTo: (path) => messages.filter((message) => message.path === path),
    tries: (path) => tries.get(path) ?? 0,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
