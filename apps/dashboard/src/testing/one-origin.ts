import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const OF_THE_BOARD = /^\/(v1\/(wall|items|bulk|session)\b|sign-in|board\/)/;

export interface OneOrigin {
  readonly url: string;
  /** The board API may be started anew elsewhere. */
  boardPort: number;
  /** Writes reach the board API, and their answers get lost. */
  losesAnswers: boolean;
  close(): Promise<void>;
}

/** Pages and both APIs at one address, as `npm start` and the proxies of docs/ have them. */
export async function serveOneOrigin(metricsPort: number, boardPort: number): Promise<OneOrigin> {
  const server = createServer((incoming, answer) => {
    const { url = '/', method, headers } = incoming;
    const port = OF_THE_BOARD.test(url) ? origin.boardPort : metricsPort;
    const passOn = (given: IncomingMessage) => {
      if (origin.losesAnswers && method !== 'GET') {
        given.resume().once('end', () => answer.destroy());
        return;
      }
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    };
    const onward = request({ host: '127.0.0.1', port, path: url, method, headers }, passOn);
    onward.once('error', () => answer.destroy());
    answer.once('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin: OneOrigin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    boardPort,
    losesAnswers: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return origin;
}
