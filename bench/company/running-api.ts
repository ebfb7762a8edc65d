import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from '../../scripts/servers/free-port.mjs';
import { until } from '../../scripts/servers/until.mjs';
import { startProgram, stopProgram } from '../processes.ts';

export interface RunningApi {
  readonly address: string;
  /** Asks and takes the whole answer, uncompressed. Throws unless it is a 200 or 304. Returns its ETag. */
  ask(path: string, headers?: Record<string, string>): Promise<string | null>;
  /** Of its process, until now: what it used of the processor in ms, and the memory it has in MB. */
  usage(): Promise<{ cpuMs: number; memoryMb: number }>;
  stop(): Promise<void>;
}

/** The metrics API in a process of its own. Without a cache, every question is answered. */
export async function startApi(
  databaseUrl: string,
  { cached = false, program = 'apps/metrics-api/src/main.ts' } = {},
): Promise<RunningApi> {
  const port = String(await freePort());
  const cache: Record<string, string> = cached ? {} : { ANSWER_CACHE: '0' };
  const api = startProgram(program, [], { DATABASE_URL: databaseUrl, PORT: port, ...cache });
  const address = `http://127.0.0.1:${port}`;
  // The plainest client: what it needs itself is no part of the answer.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const isReady = () =>
    fetch(`${address}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    await until(isReady, 60_000, 20, 'the API');
  } catch (error) {
    await stopProgram(api);
    throw error;
  }
  return {
    address,
    async ask(path, headers = {}) {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${address}${path}`, { agent, headers }, resolve).on('error', reject);
      });
      const body = await text(response);
      const { statusCode } = response;
      if (statusCode !== 200 && statusCode !== 304) throw new Error(`${path}: ${statusCode} ${body}`);
      return response.headers.etag ?? null;
    },
    async usage() {
      const text = await (await fetch(`${address}/metrics`)).text();
      const of = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
      return {
        cpuMs: of('process_cpu_seconds_total') * 1000,
        memoryMb: of('process_resident_memory_bytes') / 2 ** 20,
      };
    },
    async stop() {
      agent.destroy();
      await stopProgram(api);
    },
  };
}
