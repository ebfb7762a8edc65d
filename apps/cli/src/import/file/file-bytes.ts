import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** A file that is read more than once, piece by piece, so that memory does not grow with its size. */
export interface FileBytes {
  readonly size: number;
  /** From the beginning. A piece is valid until the next one is requested. */
  pieces(): Generator<Uint8Array>;
}

const pieceSize = 65_536;

/**
 * Opens a file; a pipe, which can be read only once, is kept in memory. Throws the system's error if it cannot be read.
 */
export function fileBytes(path: string): FileBytes {
  const stat = statSync(path);
  if (!stat.isFile()) return bytesInMemory(readFileSync(path));
  closeSync(openSync(path, 'r'));
  return { size: stat.size, pieces: () => piecesOf(path) };
}

function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(pieceSize);
  try {
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece))
      yield piece.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function bytesInMemory(bytes: Uint8Array): FileBytes {
  return {
    size: bytes.length,
    *pieces() {
      for (let start = 0; start < bytes.length; start += pieceSize)
        yield bytes.subarray(start, start + pieceSize);
    },
  };
}
