import { request as ask, createServer } from 'node:http';
import { pipeline } from 'node:stream';
import { isOwnMachine } from './is-own-machine.mjs';

/*
 * node scripts/start/one-origin.mjs HOST PORT API_PORT BOARD_PORT
 * Pages and both APIs under one address, as sessions need it: what a web server does elsewhere (docs/running.md). Passes requests on
 * as they are, so that the board API sees what else stands in front; adds no header of its own. The board API believes the names that
 * are typed on this machine, and sees us alone: who comes from another one is refused here, whatever Host they send.
 */
const [host, port, apiPort, boardPort] = process.argv.slice(2);

/** The paths of the board API. All others are the metrics API's, which serves the pages too. */
const OF_BOARD = /^\/(?:v1\/(?:wall|items|bulk|session)(?:[/?]|$)|sign-in(?:[/?]|$)|board\/)/;

const server = createServer((received, response) => {
  const isOfBoard = OF_BOARD.test(received.url ?? '');
  if (isOfBoard && !isOwnMachine(received.socket.remoteAddress)) {
    const detail =
      'The card wall of npm start is for this machine alone; docs/running.md says how to let in others.';
    return refuse(response, 421, 'unknown-host', 'Not from another machine', detail);
  }
  const to = isOfBoard ? boardPort : apiPort;
  const { method, url: path, rawHeaders } = received;
  const passed = ask({ host: '127.0.0.1', port: to, method, path, headers: rawHeaders, setHost: false });
  passed.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
    // Events begin before their first byte.
    response.flushHeaders();
    pipeline(answer, response, () => {});
  });
  passed.on('error', () => {
    if (response.headersSent) return response.destroy();
    refuse(response, 502, 'away', 'Away', 'The service is starting or has ended. Try again.');
  });
  response.on('close', () => passed.destroy());
  pipeline(received, passed, () => {});
});
server.listen(Number(port), host);

/**
 * Answers with a problem (RFC 9457).
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} name
 * @param {string} title
 * @param {string} detail
 */
function refuse(response, status, name, title, detail) {
  response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(JSON.stringify({ type: `urn:kanban-flow:problem:${name}`, title, status, detail }));
}
