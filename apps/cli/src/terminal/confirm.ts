import { createInterface } from 'node:readline/promises';
import { UsageError } from '../failure.ts';

/**
 * Asks on the terminal and resolves to true for yes; any other answer and the end of input mean no. Throws UsageError
 * without a terminal; its message names the option to add.
 */
export async function confirm(
  question: string,
  stdin: (NodeJS.ReadableStream & { isTTY?: boolean }) | undefined,
  stderr: NodeJS.WritableStream,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!stdin?.isTTY) throw new UsageError(`${question} Nothing was changed. Add --yes to confirm.`);
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
