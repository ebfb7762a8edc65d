import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encoded } from './encoded.ts';

const json = new TextEncoder().encode(JSON.stringify(Array.from({ length: 1_000 }, (_, n) => ({ n }))));
const made = { etag: 'W/"x"', json };

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['gzip;q=0', undefined],
  ['identity', undefined],
  [undefined, undefined],
])('a client that accepts %s gets %s', async (accepted, encoding) => {
  const answer = await encoded(made, json, accepted);
  expect(answer.encoding).toBe(encoding);
  const decode = { br: brotliDecompressSync, gzip: gunzipSync };
  const bytes = answer.encoding ? decode[answer.encoding](answer.bytes) : answer.bytes;
  expect(new Uint8Array(bytes)).toEqual(json);
});

test('what is small is sent as it is', async () => {
  const small = new TextEncoder().encode('{}');
  expect(await encoded({ etag: 'W/"y"', json: small }, small, 'gzip')).toEqual({ bytes: small });
});
