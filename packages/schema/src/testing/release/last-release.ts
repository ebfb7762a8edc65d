import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** The dumps of a board that a release made and that `fillBoard` filled, as the two kinds of servers write them. */
export interface ReleaseDumps {
  /** The version, as its tag and the changelog name it without the v. */
  readonly version: string;
  readonly mariadb: string;
  readonly mysql: string;
}

/** Made by make-fixture.ts, never by hand. */
export const lastReleaseFile = fileURLToPath(new URL('./last-release.json.br', import.meta.url));

export async function readLastRelease(): Promise<ReleaseDumps> {
  const text = await promisify(brotliDecompress)(await readFile(lastReleaseFile));
  return JSON.parse(text.toString('utf8'));
}
