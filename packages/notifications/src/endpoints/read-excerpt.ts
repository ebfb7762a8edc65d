import type { IncomingMessage } from 'node:http';
import { oneLine } from '@kanban/domain/text';

const MOST_BYTES = 16_384;
const CHARACTERS = 300;

/**
 * The beginning of an answer's body, on one line. A body longer than 16 KB is cut off with its connection, and one that breaks
 * off is taken as far as it came: the status says what counts. Never rejects.
 */
export function readExcerpt(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = () => resolve(oneLine(Buffer.concat(chunks).toString('utf8'), CHARACTERS));
    response.on('data', (chunk: Buffer) => {
      if (bytes < MOST_BYTES) chunks.push(chunk.subarray(0, MOST_BYTES - bytes));
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) return;
      done();
      response.destroy();
    });
    for (const event of ['end', 'error', 'close']) response.on(event, done);
  });
}
