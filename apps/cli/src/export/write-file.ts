import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Refused } from '../failure.ts';

/**
 * Writes a stream to a file at once or not at all: beside it under another name, renamed when all of it is there, so that
 * nobody ever reads half a file and an older one stays when something goes wrong. Returns the number of bytes.
 */
export async function writeWholeFile(
  path: string,
  body: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
) {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.part`;
  let bytes = 0;
  async function* counted() {
    for await (const chunk of body) {
      bytes += chunk.length;
      onBytes(bytes);
      yield chunk;
    }
  }
  try {
    await pipeline(counted, createWriteStream(unfinished, { flush: true }));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Refused(`${path} cannot be written: its folder is not there.`);
    if (code === 'EISDIR') throw new Refused(`${path} cannot be written: it is a folder.`);
    if (code === 'EACCES' || code === 'ENOSPC' || code === 'EROFS')
      throw new Refused(`${path} cannot be written (${code}).`);
    throw error;
  }
  return bytes;
}
