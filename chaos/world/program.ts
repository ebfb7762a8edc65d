import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../../scripts/servers/launch.mjs';
import { createProcess, type Process } from './process.ts';

const apps = fileURLToPath(new URL('../../apps/', import.meta.url));
/** A program starts also when everything around it is away: checking its access to the database then takes its deadline. */
const STARTS_WITHIN_MS = 30_000;

/** A relay, a notifier or a board API as its users run it; all it prints goes behind what its earlier lives printed. */
export function createProgram(
  name: string,
  env: Readonly<Record<string, string>>,
  folder: string,
  found: (what: string) => void,
): Process {
  const kind = name.replace(/-\d+$/, '');
  const app = kind === 'board' ? 'board-api' : kind;
  const logFile = join(folder, 'log', `${name}.log`);
  return createProcess(
    name,
    async () => {
      let isReady: () => void = () => {};
      const ready = new Promise<void>((resolve) => {
        isReady = resolve;
      });
      const child = launch({
        name,
        command: [process.execPath, `${apps}${app}/src/main.ts`],
        env: {
          PATH: process.env.PATH,
          NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(folder, 'compiled'),
          ...env,
        },
        runDir: join(folder, 'run'),
        onLine: (line) => {
          appendFileSync(logFile, `${line}\n`);
          if (line.includes('"Ready')) isReady();
        },
      });
      const slow = setTimeout(() => {
        found(`${name} was not ready within ${STARTS_WITHIN_MS} ms`);
        isReady();
      }, STARTS_WITHIN_MS);
      await Promise.race([ready, child.exited]);
      clearTimeout(slow);
      return child;
    },
    found,
  );
}
