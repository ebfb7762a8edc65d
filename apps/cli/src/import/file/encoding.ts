import { InvalidArgumentError } from 'commander';
import { Refused } from '../../failure.ts';
import type { FileBytes } from './file-bytes.ts';

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
 * The encoding of a file: UTF-8; UTF-16 by its byte order mark or by the NULs of its first two letters; Windows-1252 if
 * no non-ASCII text is UTF-8. Throws Refused if some text is UTF-8 and some is not, because a guess would damage names.
 */
export function encodingOf(path: string, bytes: FileBytes): string {
  const [a, b, c, d] = beginningOf(bytes);
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
  if (hasOneOf(bytes, [0x81, 0x8d, 0x8f, 0x90, 0x9d])) {
    throw new Refused(
      `${path}, line ${brokenLine}, is neither in UTF-8 nor in Windows-1252: name its encoding, like --encoding shift_jis.`,
    );
  }
  return 'windows-1252';
}

function hasOneOf(bytes: FileBytes, few: readonly number[]): boolean {
  for (const piece of bytes.pieces()) if (few.some((byte) => piece.includes(byte))) return true;
  return false;
}

function beginningOf(bytes: FileBytes): Uint8Array {
  for (const piece of bytes.pieces()) return piece.slice(0, 4);
  return new Uint8Array();
}

/** The text of a file piece by piece, with the number of bytes read so far. Throws Refused at a byte that the encoding has not. */
export function* textOf(
  path: string,
  bytes: FileBytes,
  encoding: string,
): Generator<{ text: string; bytesRead: number }> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      const { brokenLine } = brokenText(bytes, encoding);
      throw new Refused(
        `${path}, line ${brokenLine}, is not in ${encoding}: mend it, or name the file's encoding by --encoding.`,
      );
    }
  };
  let bytesRead = 0;
  for (const piece of bytes.pieces()) {
    bytesRead += piece.length;
    yield { text: decode(piece), bytesRead };
  }
  yield { text: decode(), bytesRead };
}

/** The first line with a byte that the encoding does not have, and whether it has other text than ASCII somewhere. */
function brokenText(bytes: FileBytes, encoding: string) {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  let brokenLine: number | undefined;
  let isSoundElsewhere = false;
  const look = (text: string) => {
    const broken = text.indexOf('\ufffd');
    if (broken >= 0) brokenLine ??= line + lineBreaks(text.slice(0, broken));
    isSoundElsewhere ||= /[\u0080-\ufffc]/.test(text);
    line += lineBreaks(text);
  };
  for (const piece of bytes.pieces()) look(decoder.decode(piece, { stream: true }));
  look(decoder.decode());
  return { brokenLine, isSoundElsewhere };
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
