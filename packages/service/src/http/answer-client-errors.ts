import { randomUUID } from 'node:crypto';
import { maxHeaderSize, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { Problem, type Problems } from './problem.ts';

const PROBLEMS = {
  'malformed-request': [400, 'Not a request'],
  'request-too-slow': [408, 'The request took too long'],
  'request-too-large': [431, 'The request is too long'],
} as const satisfies Problems;

/** A client that goes on sending gets this long to read the answer: closing at once would make its system drop it. */
const READ_WITHIN_MS = 1_000;

/**
 * Answers bytes that are not an HTTP request with problem details, like the app; Node's parser refuses them before the app sees
 * them. The connection ends after the answer, because the start of the next request is unknown.
 */
export function answerClientErrors(server: Server, log: Logger): void {
  const answersUnderWay = new WeakMap<Duplex, number>();
  const change = (socket: Duplex, by: number) =>
    answersUnderWay.set(socket, (answersUnderWay.get(socket) ?? 0) + by);
  server.on('request', ({ socket }, response) => {
    change(socket, 1);
    response.once('close', () => change(socket, -1));
  });

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Each further piece of the same bad request is another error, but one answer is enough.
    if (socket.writableEnded) return;
    if (error.code === 'ECONNRESET' || !socket.writable || (answersUnderWay.get(socket) ?? 0) > 0) {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    const problem = problemOf(error);
    log.info({ requestId, code: error.code, status: problem.status }, 'refused what is no request');
    socket.end(responseText(problem, requestId));
    setTimeout(() => socket.destroy(), READ_WITHIN_MS).unref();
  });
}

function problemOf({ code }: NodeJS.ErrnoException): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return made('request-too-large', {
      detail: 'The address and the headers of the request are too long.',
      allowed: `up to ${maxHeaderSize / 1024} KB for the address and all headers together`,
    });
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return made('request-too-slow', { detail: 'The request did not arrive whole in time.' });
  }
  return made('malformed-request', {
    detail: 'This is no HTTP request.',
    allowed: 'requests of HTTP/1.1 or 1.0',
  });
}

function made(problem: keyof typeof PROBLEMS, details: { detail: string; allowed?: string }): Problem {
  return new Problem(problem, PROBLEMS[problem], details);
}

function responseText(problem: Problem, requestId: string): string {
  const body = JSON.stringify(problem.body(requestId));
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
