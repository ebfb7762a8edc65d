import { createInterface } from 'node:readline/promises';
import type { Streams } from '../context.ts';
import { UsageError } from '../failure.ts';

export interface Secrets {
  readonly url: string;
  readonly secret: string | undefined;
}

interface Sources {
  readonly url?: string | undefined;
  readonly secret?: string | undefined;
  readonly stdin: Streams['stdin'];
  readonly stderr: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * The URL and the secret: the given ones, else the first and second line of standard input. A person at a terminal is
 * asked for the URL only. Throws UsageError if there is no URL.
 */
export async function readSecrets({ url, secret, stdin, stderr, signal }: Sources): Promise<Secrets> {
  if (url !== undefined) return { url, secret };
  if (!stdin) throw new UsageError('Give the URL with --url, in ENDPOINT_URL or on standard input.');
  if (stdin.isTTY) stderr('The URL:');
  const reader = createInterface({ input: stdin, terminal: false, signal });
  const wanted = stdin.isTTY || secret !== undefined ? 1 : 2;
  const lines: string[] = [];
  for await (const line of reader) {
    lines.push(line.trim());
    if (lines.length === wanted) break;
  }
  const [first = '', second = ''] = lines;
  if (first === '') throw new UsageError('Standard input contains no URL.');
  return { url: first, secret: secret ?? (second === '' ? undefined : second) };
}
