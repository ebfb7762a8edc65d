import type { RunningServer } from './database.mjs';

export function startRedis(options: {
  readonly name?: string;
  readonly binary: string;
  readonly dataDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly persistent?: boolean;
}): Promise<RunningServer>;
