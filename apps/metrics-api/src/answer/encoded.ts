import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Made } from './made.ts';

const compressed = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 6 }),
} as const;
type Encoding = keyof typeof compressed;

/** Under this a packet holds it as it is. */
const SMALL_BYTES = 1_400;

const known = new WeakMap<Made, Map<Encoding, Promise<Buffer>>>();

/**
 * The JSON of an answer as a client takes it, by its Accept-Encoding. Compressed once for all who get the answer, and not by the
 * thread that answers.
 */
export async function encoded(
  made: Made,
  json: Uint8Array<ArrayBuffer>,
  accepted: string | undefined,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; encoding?: Encoding }> {
  const encoding = json.byteLength < SMALL_BYTES ? undefined : encodingOf(accepted);
  if (encoding === undefined) return { bytes: json };
  const ways = known.get(made) ?? new Map<Encoding, Promise<Buffer>>();
  known.set(made, ways);
  const bytes = ways.get(encoding) ?? compressed[encoding](json);
  ways.set(encoding, bytes);
  return { bytes: new Uint8Array(await bytes), encoding };
}

/** The first of ours that is accepted, which `;q=0` says is not (RFC 9110, 12.5.3). */
function encodingOf(accepted = ''): Encoding | undefined {
  const names = accepted
    .toLowerCase()
    .split(',')
    .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((each) => names.includes(each));
}
