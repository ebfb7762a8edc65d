import type { ServerFacts } from './facts.ts';
import { isMariaDb } from './is-maria-db.ts';

/** One requirement that a server must meet so that the board keeps its promises. */
export interface ServerCheck {
  readonly name: string;
  /** What is wrong, as the start of a sentence; undefined: nothing. */
  readonly found: (server: ServerFacts) => string | undefined;
  readonly why: string;
  /** What to do about it. */
  readonly mend: string;
  /** True: needed only where the board is changed; a read-only replica need not meet it. */
  readonly isForWriters?: boolean;
}

/** All checks. To add one, add a row here and a failing answer in `checks.test.ts`. */
export const serverChecks: readonly ServerCheck[] = [
  {
    name: 'version',
    found: ({ version }) => (isNewEnough(version) ? undefined : `The server is ${nameOf(version)}`),
    why: 'the rules need MySQL 8.4 or newer, or MariaDB 10.11 or newer',
    mend: 'upgrade the server, or name another one in DATABASE_URL',
  },
  {
    name: 'innodb',
    found: ({ innodb }) =>
      innodb === 'YES' || innodb === 'DEFAULT' ? undefined : 'The server has no InnoDB',
    why: 'other engines have neither transactions nor row locks',
    mend: 'remove skip-innodb and whatever else turns InnoDB off, and restart the server',
  },
  setting('disabled_storage_engines', {
    isBad: (value) => /\binnodb\b/i.test(value),
    why: 'no table of the board can be made',
    mend: 'take InnoDB out of disabled_storage_engines and restart the server',
  }),
  setting('enforce_storage_engine', {
    isBad: (value) => value !== '' && !/^innodb$/i.test(value),
    why: 'tables of that engine have neither transactions nor row locks',
    mend: 'remove enforce_storage_engine or set it to InnoDB',
  }),
  {
    name: 'table engines',
    found: ({ foreignTables }) =>
      foreignTables.length === 0 ? undefined : `Not of InnoDB: ${foreignTables.join(', ')}`,
    why: 'other engines have neither transactions nor row locks',
    mend: 'say ALTER TABLE … ENGINE = InnoDB for each of them',
  },
  setting('innodb_default_row_format', {
    isBad: (value) => !/^dynamic$/i.test(value),
    why: 'the indexes of long names do not fit into rows of that format',
    mend: 'SET GLOBAL innodb_default_row_format = DYNAMIC, in the configuration file too',
  }),
  ...['innodb_read_only', 'super_read_only', 'read_only', 'transaction_read_only', 'tx_read_only'].map(
    (name) => ({
      ...setting(name, {
        isBad: (value) => value !== 'OFF' && value !== '0',
        why: 'nobody could move a card there, and a replica gets its tables from its primary',
        mend: `name the primary in DATABASE_URL, or turn ${name} off`,
      }),
      isForWriters: true,
    }),
  ),
  setting('innodb_force_recovery', {
    isBad: (value) => Number(value) > 0,
    why: 'a server that is being rescued leaves out a part of its work',
    mend: 'finish the rescue and start the server without innodb_force_recovery',
  }),
  setting('binlog_format', {
    isBad: (value, { variables }) => variables.get('log_bin') === 'ON' && /^statement$/i.test(value),
    why: 'a replica that repeats statements moves other cards, with other times and other actors',
    mend: 'SET GLOBAL binlog_format = ROW (or MIXED), in the configuration file too, and reconnect all clients',
  }),
  setting('log_bin_trust_function_creators', {
    isBad: (value, { variables }) => variables.get('log_bin') === 'ON' && value === 'OFF',
    why: 'with a binary log the server then refuses the functions and triggers that keep the rules',
    mend: 'SET GLOBAL log_bin_trust_function_creators = 1, in the configuration file too',
  }),
  setting('slave_run_triggers_for_rbr', {
    isBad: (value) => value !== 'NO',
    why: 'a replica would run the triggers again on rows that its primary has counted already',
    mend: 'SET GLOBAL slave_run_triggers_for_rbr = NO, in the configuration file too',
  }),
  ...['foreign_key_checks', 'check_constraint_checks', 'unique_checks'].map((name) =>
    setting(name, {
      isBad: (value) => value === 'OFF',
      why: 'every connection could write rows that contradict each other',
      mend: `SET GLOBAL ${name} = ON, in the configuration file too, and reconnect all clients`,
    }),
  ),
  {
    name: 'sysdate-is-now',
    found: ({ isSysdateLive }) =>
      isSysdateLive ? undefined : 'The server runs with sysdate-is-now, which makes SYSDATE() stand still',
    why: 'a client could then date its own moves by SET timestamp',
    mend: 'remove sysdate-is-now from its options and restart it',
  },
];

/** The settings that the checks read. */
export const checkedVariables = ['log_bin', ...serverChecks.map(({ name }) => name)];

/** A sentence for each check that the server fails. */
export function judgeServer(server: ServerFacts, { writes = true } = {}): string[] {
  const checks = serverChecks.filter(({ isForWriters }) => writes || !isForWriters);
  return checks.flatMap(({ found, why, mend }) => {
    const wrong = found(server);
    return wrong === undefined ? [] : [`${wrong}: ${why}; ${mend}.`];
  });
}

/** A check of one global setting; a server that does not know it passes. */
function setting(
  name: string,
  { isBad, why, mend }: { isBad: (value: string, server: ServerFacts) => boolean; why: string; mend: string },
): ServerCheck {
  return {
    name,
    found: (server) => {
      const value = server.variables.get(name);
      return value !== undefined && isBad(value, server) ? `The server has ${name} = ${value}` : undefined;
    },
    why,
    mend,
  };
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [leastMajor, leastMinor] = isMariaDb(version) ? [10, 11] : [8, 4];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function nameOf(version: string): string {
  return `${isMariaDb(version) ? 'MariaDB' : 'MySQL'} ${version}`;
}
