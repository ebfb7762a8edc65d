import { describe, expect, test } from 'vitest';
import { checkedVariables, judgeServer, serverChecks } from './checks.ts';
import type { ServerFacts } from './facts.ts';

/** A server of today as it is installed, with what its flavour knows. */
const mysql: ServerFacts = {
  version: '8.4.3',
  variables: new Map([
    ['log_bin', 'ON'],
    ['binlog_format', 'ROW'],
    ['log_bin_trust_function_creators', 'ON'],
    ['disabled_storage_engines', ''],
    ['innodb_read_only', 'OFF'],
    ['super_read_only', 'OFF'],
    ['read_only', 'OFF'],
    ['transaction_read_only', 'OFF'],
    ['innodb_force_recovery', '0'],
    ['innodb_default_row_format', 'dynamic'],
    ['foreign_key_checks', 'ON'],
    ['unique_checks', 'ON'],
  ]),
  innodb: 'DEFAULT',
  isSysdateLive: true,
  foreignTables: [],
};
const mariadb: ServerFacts = {
  ...mysql,
  version: '10.11.6-MariaDB-0+deb12u1-log',
  variables: new Map([
    ['log_bin', 'ON'],
    ['binlog_format', 'MIXED'],
    ['log_bin_trust_function_creators', 'ON'],
    ['enforce_storage_engine', ''],
    ['innodb_read_only', 'OFF'],
    ['read_only', 'OFF'],
    ['tx_read_only', 'OFF'],
    ['innodb_force_recovery', '0'],
    ['innodb_default_row_format', 'dynamic'],
    ['slave_run_triggers_for_rbr', 'NO'],
    ['foreign_key_checks', 'ON'],
    ['check_constraint_checks', 'ON'],
    ['unique_checks', 'ON'],
  ]),
};
const having = (server: ServerFacts, name: string, value: string): ServerFacts => ({
  ...server,
  variables: new Map([...server.variables, [name, value]]),
});

/** For each check, answers that break it and nothing else. */
const broken: Readonly<Record<string, readonly ServerFacts[]>> = {
  version: [
    { ...mysql, version: '8.3.0' },
    { ...mysql, version: '5.7.44-log' },
    { ...mysql, version: '8.0.39-30.1' },
    { ...mariadb, version: '10.10.7-MariaDB' },
    { ...mariadb, version: '10.6.18-MariaDB-1:10.6.18+maria~ubu2204-log' },
    { ...mysql, version: 'nobody knows' },
  ],
  innodb: [
    { ...mysql, innodb: 'NO' },
    { ...mariadb, innodb: 'DISABLED' },
    { ...mariadb, innodb: undefined },
  ],
  disabled_storage_engines: [having(mysql, 'disabled_storage_engines', 'MyISAM,InnoDB')],
  enforce_storage_engine: [having(mariadb, 'enforce_storage_engine', 'Aria')],
  'table engines': [{ ...mariadb, foreignTables: ['queues (MyISAM)'] }],
  innodb_default_row_format: [having(mysql, 'innodb_default_row_format', 'compact')],
  innodb_read_only: [having(mysql, 'innodb_read_only', 'ON')],
  super_read_only: [having(mysql, 'super_read_only', 'ON')],
  read_only: [having(mariadb, 'read_only', 'ON'), having(mariadb, 'read_only', 'NO_LOCK_NO_ADMIN')],
  transaction_read_only: [having(mysql, 'transaction_read_only', 'ON')],
  tx_read_only: [having(mariadb, 'tx_read_only', 'ON')],
  innodb_force_recovery: [having(mysql, 'innodb_force_recovery', '1')],
  binlog_format: [having(mysql, 'binlog_format', 'STATEMENT'), having(mariadb, 'binlog_format', 'STATEMENT')],
  log_bin_trust_function_creators: [having(mysql, 'log_bin_trust_function_creators', 'OFF')],
  slave_run_triggers_for_rbr: [
    having(mariadb, 'slave_run_triggers_for_rbr', 'YES'),
    having(mariadb, 'slave_run_triggers_for_rbr', 'ENFORCE'),
  ],
  foreign_key_checks: [having(mysql, 'foreign_key_checks', 'OFF')],
  check_constraint_checks: [having(mariadb, 'check_constraint_checks', 'OFF')],
  unique_checks: [having(mysql, 'unique_checks', 'OFF')],
  'sysdate-is-now': [{ ...mariadb, isSysdateLive: false }],
};

test.each([
  mysql,
  { ...mysql, version: '9.7.4-2' },
  mariadb,
  { ...mariadb, version: '11.8.3-MariaDB-log' },
  { ...mariadb, version: '12.0.2-MariaDB' },
  { ...having(mysql, 'binlog_format', 'STATEMENT'), variables: new Map([['log_bin', 'OFF']]) },
  having(mariadb, 'enforce_storage_engine', 'InnoDB'),
])('$version is fit as it is installed', (server) => {
  expect(judgeServer(server)).toEqual([]);
});

test.each([
  ['binlog_format', 'STATEMENT'],
  ['log_bin_trust_function_creators', 'OFF'],
])('without a binary log %s matters not', (name, value) => {
  expect(judgeServer(having(having(mysql, 'log_bin', 'OFF'), name, value))).toEqual([]);
});

describe.each(serverChecks.map((check) => [check.name, check] as const))('%s', (name, check) => {
  test('is reported in one sentence with its reason and its remedy, and nothing else is reported', () => {
    expect(broken[name]?.length).toBeGreaterThan(0);
    for (const server of broken[name] ?? []) {
      const [sentence, ...others] = judgeServer(server);
      expect(others).toEqual([]);
      expect(sentence).toMatch(/^[^\n]{10,300}\.$/);
      expect(sentence).toContain(check.why);
      expect(sentence).toContain(check.mend);
    }
  });
});

test('a replica that is only read may be read-only', () => {
  expect(judgeServer(having(mysql, 'super_read_only', 'ON'), { writes: false })).toEqual([]);
});

test('every answer that breaks something is of a check, and every setting judged is read', () => {
  expect(Object.keys(broken).sort()).toEqual(serverChecks.map(({ name }) => name).sort());
  const settings = [...mysql.variables.keys(), ...mariadb.variables.keys()];
  expect(checkedVariables).toEqual(expect.arrayContaining(settings));
});

test('the sentence names the setting and its value', () => {
  expect(judgeServer(having(mysql, 'binlog_format', 'STATEMENT'))).toEqual([
    'The server has binlog_format = STATEMENT: a replica that repeats statements moves other cards, with other times and other actors; SET GLOBAL binlog_format = ROW (or MIXED), in the configuration file too, and reconnect all clients.',
  ]);
  expect(judgeServer({ ...mysql, version: '8.0.39' })).toEqual([
    'The server is MySQL 8.0.39: the rules need MySQL 8.4 or newer, or MariaDB 10.11 or newer; upgrade the server, or name another one in DATABASE_URL.',
  ]);
});
