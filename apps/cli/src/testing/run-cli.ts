import { Writable } from 'node:stream';
import type { Streams } from '../context.ts';
import { run } from '../run.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, as a person would, and keeps what it writes. `stdin`: a person at a terminal. */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
  stdin?: Streams['stdin'],
): Promise<Outcome> {
  const [stdout, stderr] = [keep(), keep()];
  const streams = { stdout: stdout.stream, stderr: stderr.stream };
  const code = await run(
    args,
    { ...streams, ...(signal && { signal }), ...(stdin && { stdin }) },
    environment,
  );
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function keep() {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}
