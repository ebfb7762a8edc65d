import { NotDead } from '@kanban/ledger';
import { BadDatabaseUrl, MigrationFailed, parseDatabaseUrl, refusalOf, ServerUnfit } from '@kanban/schema';

/** What scripts go by. */
export const exitCodes = { ok: 0, refused: 1, usage: 2, unreachable: 3, stopped: 130 } as const;

/** Refused input, or differences found: exit code 1, the message is the sentence to show. */
export class Refused extends Error {}

/** A command line that makes no sense: exit code 2. */
export class UsageError extends Error {}

/** A server that does not answer or does not let us in: exit code 3. */
export class Unreachable extends Error {}

export interface Failure {
  readonly exitCode: number;
  readonly sentence: string;
}

/** One sentence and an exit code for any error. `databaseUrl` is the address in use, if one is known. */
export function describeFailure(error: unknown, databaseUrl?: string): Failure {
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, sentence: error.message };
  if (error instanceof Unreachable) return { exitCode: exitCodes.unreachable, sentence: error.message };
  if ([Refused, BadDatabaseUrl, ServerUnfit, NotDead].some((kind) => error instanceof kind))
    return refused((error as Error).message);
  if (error instanceof MigrationFailed) return refused(`The migration failed: ${error.message}`);
  const refusal = refusalOf(error);
  if (refusal) return refused(`The database refuses: ${refusal.message}.`);
  return fromServer(error as ServerError, databaseUrl) ?? refused(`${(error as Error)?.message ?? error}`);
}

interface ServerError {
  code?: string;
  errno?: number;
  message?: string;
  sqlMessage?: string;
  path?: string;
}

function refused(sentence: string): Failure {
  return { exitCode: exitCodes.refused, sentence };
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
]);

function fromServer(error: ServerError, databaseUrl: string | undefined): Failure | undefined {
  const server = addressOf(databaseUrl);
  const unreachable = (sentence: string) => ({ exitCode: exitCodes.unreachable, sentence });
  if (error.code !== undefined && unreachableCodes.has(error.code)) {
    return unreachable(
      `The database at ${server.place} cannot be reached (${error.code}): check that it runs and that DATABASE_URL is right.`,
    );
  }
  switch (error.errno) {
    case 1040:
      return unreachable(`The database at ${server.place} has no connection left; try again later.`);
    case 1045:
    case 1044:
    case 1698:
      return unreachable(
        `The database at ${server.place} does not let ${server.user} in: wrong user or password in DATABASE_URL, or no right to this database.`,
      );
    case 1049:
      return refused(
        `There is no database ${server.database} at ${server.place}: run \`kanban migrate\` first.`,
      );
    case 1467:
      return refused(
        'The database has no further id to give (1467): run `kanban mend ids`. If that finds nothing, it waited for a lock: try again.',
      );
    case 1146:
    case 1305:
      return refused(`The database ${server.database} is not migrated: run \`kanban migrate\` first.`);
    case 1142:
    case 1143:
    case 1227:
    case 1370:
      return refused(
        `The login ${server.user} lacks the rights for this: use an administrator's DATABASE_URL (${error.sqlMessage}).`,
      );
    default:
      return undefined;
  }
}

function addressOf(databaseUrl: string | undefined) {
  try {
    const { host, port, user, database } = parseDatabaseUrl(databaseUrl ?? '');
    return { place: `${host}:${port}`, user, database: database ?? '(none named)' };
  } catch {
    return { place: 'DATABASE_URL', user: 'this login', database: 'of DATABASE_URL' };
  }
}
