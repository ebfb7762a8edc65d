import { createInterface } from 'node:readline/promises';
import { UsageError } from '../failure.ts';

/**
 * Asks on the terminal and resolves to whether the answer was yes; anything else, and the end of the input, is no. Without
 * a terminal nobody can answer: throws UsageError, which says what to add.
 */
export async function confirm(
  question: string,
  stdin: (NodeJS.ReadableStream & { isTTY?: boolean }) | undefined,
  stderr: NodeJS.WritableStream,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!stdin?.isTTY) throw new UsageError(`${question} Nothing was done; add --yes to do it.`);
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `, signal ? { signal } : {}),
      closed,
    ]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    terminal.close();
  }
}
