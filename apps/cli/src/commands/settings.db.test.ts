import { readFileSync } from 'node:fs';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

const reference = readFileSync(new URL('../../../../sql/REFERENCE.md', import.meta.url), 'utf8');

const meaningOf = (name: string) =>
  reference.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';

/** The settings as sql/REFERENCE.md lists them. Of a new board: those that it names, and the default of any other. */
const documented = [
  ...reference.matchAll(/^\| `([a-z_]+)` \|(?: `([^`]*)`(?:; new boards: (?:`([^`]+)`|empty))?)? \|/gm),
].map(([row, name = '', preset = '-', ofNewBoards]) => ({
  name,
  preset,
  ofNewBoards: ofNewBoards ?? (row.includes('new boards: empty') ? '-' : preset),
  isForAllStreams: meaningOf(name).endsWith('for all streams |'),
}));

describe.each(serviceDatabases())('settings by command on $name', (server) => {
  const database = boardTest(server);
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  test('sql/REFERENCE.md lists every setting of a new board, with its default, in order', async () => {
    const [, ...lines] = (await kanban('settings', 'list')).stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ +/))).toEqual(
      documented.map(({ name, preset, ofNewBoards }) => [name, '(all)', ofNewBoards, preset]),
    );
    const defaults = await select(
      database,
      documented
        .map(({ name }) => `SELECT COALESCE(setting_default('${name}'), '-') AS preset`)
        .join(' UNION ALL '),
    );
    expect(defaults.map((row) => row.preset)).toEqual(documented.map(({ preset }) => preset));
  });

  test('settings are set for all streams or for one, and unknown ones are refused', async () => {
    expect(await kanban('settings', 'set', 'enforce_wip_limits', 'off', '--stream', 'main')).toMatchObject({
      code: 0,
    });
    await kanban('settings', 'set', 'stale_backlog_days', '60');
    const listed = (await kanban('settings', 'list')).stdout;
    expect(listed).toMatch(
      /^NAME +STREAM +VALUE +DEFAULT\nenforce_wip_limits +\(all\) +on +on\nenforce_wip_limits +main +off +on\n/,
    );
    expect(listed).toMatch(/^stale_backlog_days +\(all\) +60 +90$/m);
    expect(await kanban('settings', 'set', 'enforce_wip_limits', 'maybe')).toMatchObject({
      code: 1,
      stderr: 'The database refuses: enforce_wip_limits is on or off.\n',
    });
    expect(await kanban('settings', 'set', 'colour', 'blue')).toMatchObject({
      code: 1,
      stderr: "The database refuses: no setting 'colour'; kanban settings list shows all settings.\n",
    });
  });

  test('each setting in the help accepts its documented values and no others', async () => {
    const { stdout } = await kanban('settings', '--help');
    const taken = {
      enforce_wip_limits: 'on',
      enforce_person_limits: 'off',
      enforce_transitions: 'off',
      enforce_blocks: 'on',
      enforce_dependencies: 'on',
      enforce_actors: 'on',
      stale_backlog_days: '99999',
      complete_after_days: 'off',
      sla_at_risk_percent: '99',
      storm_window_seconds: '0',
      max_per_recipient_per_hour: '20',
      max_per_minute: 'off',
      mail_domains: 'example.com,example.org',
      default_recipient: 'team@example.com',
    };
    for (const [name, value] of Object.entries(taken)) {
      expect(stdout).toContain(`\n  ${name} `);
      expect(await kanban('settings', 'set', name, value)).toMatchObject({ code: 0 });
    }
    for (const [name, value] of [
      ['enforce_blocks', 'ON'],
      ['enforce_everything', 'on'],
      ['stale_backlog_days', '0'],
      ['stale_backlog_days', '90\n'],
      ['complete_after_days', '100000'],
      ['sla_at_risk_percent', '100'],
      ['Sla_at_risk_percent', '10'],
      ['storm_window_seconds', '-1'],
      ['max_per_minute', '0'],
    ] as const) {
      expect([name, value, (await kanban('settings', 'set', name, value)).code]).toEqual([name, value, 1]);
    }
    expect(
      await select(database, "SELECT name, value FROM settings WHERE value_stream = '' ORDER BY name"),
    ).toEqual(
      Object.entries(taken)
        .map(([name, value]) => ({ name, value }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    );
  });

  test('a setting that sql/REFERENCE.md marks as for all streams is refused for one, and no other', async () => {
    for (const { name, preset, isForAllStreams } of documented) {
      const value = preset === '-' ? '' : preset;
      expect([name, (await kanban('settings', 'set', name, value, '--stream', 'main')).code]).toEqual([
        name,
        isForAllStreams ? 1 : 0,
      ]);
    }
  });
});
