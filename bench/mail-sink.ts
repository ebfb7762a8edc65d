import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../scripts/servers/until.mjs';

/** The mail server of sink.ts, in a process of its own. */
export interface MailSink {
  readonly url: string;
  /** Forgets what it took. */
  reset(): Promise<void>;
  /** Mails a second from the first to the last, once it has taken `count`. */
  rateOf(count: number): Promise<number>;
  stop(): void;
}

/** @param delayMs how long it takes over each mail, on each connection by itself */
export async function startMailSink(delayMs = 0): Promise<MailSink> {
  const sink = fork(fileURLToPath(new URL('sink.ts', import.meta.url)), [String(delayMs)]);
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }];
  const ask = async (message: 'reset' | 'report') => {
    const answer = once(sink, 'message');
    sink.send(message);
    return ((await answer) as [{ count: number; seconds: number }])[0];
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    async reset() {
      await ask('reset');
    },
    async rateOf(count) {
      await until(async () => (await ask('report')).count >= count, 300_000, 20, `${count} mails`);
      const { seconds } = await ask('report');
      return (count - 1) / seconds;
    },
    stop: () => sink.disconnect(),
  };
}
