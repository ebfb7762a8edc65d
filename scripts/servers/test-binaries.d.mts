import type { DatabaseServer } from './database.mjs';

/** What this machine can run tests with; installs what is missing, saying so first. */
export function findTestBinaries(options: {
  readonly given: { readonly flavour?: string; readonly redisUrl?: string };
  readonly log: (line: string) => void;
}): Promise<{
  readonly mariadb: DatabaseServer | undefined;
  readonly mysql: DatabaseServer | undefined;
  readonly redis: string | undefined;
  readonly missing: readonly string[];
}>;
