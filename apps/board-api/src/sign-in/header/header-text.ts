import libmime from 'libmime';

const MOST_CHARACTERS = 128;

/**
 * The name in a header: UTF-8 bytes, which Node gives as Latin-1, or words of RFC 2047. Undefined for what is no name: empty, too
 * long, bytes that are no UTF-8, or characters that nobody sees.
 */
export function readHeaderText(value: string): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return undefined;
  }
  const name = /=\?[\w-]+\?[bq]\?/i.test(text) ? libmime.decodeWords(text) : text;
  const isName =
    name.trim() === name &&
    /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]+$/u.test(name) &&
    [...name].length <= MOST_CHARACTERS;
  return isName ? name : undefined;
}
