import { InvalidArgumentError } from 'commander';
import { Refused } from '../../failure.ts';

/** The value of `--encoding`: any name that the WHATWG standard knows; returns the standard's own. */
export function encodingArgument(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw new InvalidArgumentError(
      'It must be the name of an encoding, like utf-8, utf-16le or windows-1252.',
    );
  }
}

/**
 * How a file is encoded: UTF-8, UTF-16 by its byte order mark or by the NULs of its first two letters, and Windows-1252 where
 * nothing beyond ASCII is UTF-8. Throws Refused where some of it is and some is not: to guess would mangle names.
 */
export function encodingOf(path: string, bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    throw new Refused(`${path} is a workbook, not CSV: save it as CSV first.`);
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a && b === 0 && c && d === 0) return 'utf-16le';
  if (a === 0 && b && c === 0 && d) return 'utf-16be';
  const { brokenLine, isSoundElsewhere } = brokenText(bytes, 'utf-8');
  if (brokenLine === undefined) return 'utf-8';
  if (isSoundElsewhere) {
    throw new Refused(
      `${path}, line ${brokenLine}, is not in UTF-8, though other text of the file is. Mend it, or say how all of it is written, as by --encoding windows-1252.`,
    );
  }
  // Five bytes that Windows-1252 leaves out.
  if (bytes.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte))) {
    throw new Refused(
      `${path}, line ${brokenLine}, is neither in UTF-8 nor in Windows-1252: name its encoding, like --encoding shift_jis.`,
    );
  }
  return 'windows-1252';
}

/** The text of a file piece by piece, with the number of bytes read so far. Throws Refused at a byte that the encoding has not. */
export function* textOf(
  path: string,
  bytes: Uint8Array,
  encoding: string,
): Generator<{ text: string; bytesRead: number }> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (const { piece, bytesRead, isLast } of piecesOf(bytes)) {
    let text: string;
    try {
      text = decoder.decode(piece, { stream: !isLast });
    } catch {
      const { brokenLine } = brokenText(bytes, encoding);
      throw new Refused(
        `${path}, line ${brokenLine}, is not in ${encoding}: mend it, or name the file's encoding by --encoding.`,
      );
    }
    yield { text, bytesRead };
  }
}

/** The first line with a byte that the encoding does not have, and whether it has other text than ASCII somewhere. */
function brokenText(bytes: Uint8Array, encoding: string) {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  let brokenLine: number | undefined;
  let isSoundElsewhere = false;
  for (const { piece, isLast } of piecesOf(bytes)) {
    const text = decoder.decode(piece, { stream: !isLast });
    const broken = text.indexOf('\ufffd');
    if (broken >= 0) brokenLine ??= line + lineBreaks(text.slice(0, broken));
    isSoundElsewhere ||= /[\u0080-\ufffc]/.test(text);
    line += lineBreaks(text);
  }
  return { brokenLine, isSoundElsewhere };
}

const pieceSize = 65_536;

function* piecesOf(bytes: Uint8Array) {
  for (let start = 0; start < bytes.length; start += pieceSize) {
    const bytesRead = Math.min(bytes.length, start + pieceSize);
    yield { piece: bytes.subarray(start, bytesRead), bytesRead, isLast: bytesRead === bytes.length };
  }
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
