import { createBoard, enter, move, oneDatabase, writePastTriggers } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeEach, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(oneDatabase())('an audit log tampered with past its triggers, on $name', (server) => {
  const database = boardTest(server);
  /** The ids of the rows of item t, in their order; others lie between them. */
  let ids: number[];
  const run = (sql: string, values: unknown[] = []) =>
    writePastTriggers(database.pool, 'audit_log', database.pool.format(sql, values));
  const kanban = (...args: string[]) => runCli(args, { DATABASE_URL: database.url });

  beforeEach(async () => {
    await database.empty();
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 't', 'u', 'v');
    for (const queue of ['triage', 'development', 'test']) {
      await move(database.pool, 't', queue);
      await move(database.pool, 'u', queue);
    }
    const rows = await select<{ id: number }>(
      database,
      "SELECT id FROM audit_log WHERE reference = 't' ORDER BY id",
    );
    ids = rows.map((row) => row.id);
  });

  /** What verify says of chains; asserts that it fails, and that a rebuild does not hide it. */
  const brokenChains = async () => {
    const chains = async () => {
      const { code, stdout, stderr } = await kanban('verify');
      expect(code).toBe(1);
      expect(stderr).toContain('the audit log was changed');
      const [, count, lines] =
        /chained without a break: (\d+) differences?\n((?: {2}.*\n)*)/.exec(stdout) ?? [];
      const told = (lines ?? '').trim().split(/\n\s*/);
      expect(told).toHaveLength(Number(count));
      return told;
    };
    const found = await chains();
    expect(await kanban('rebuild')).toMatchObject({ code: 0 });
    expect(await chains()).toEqual(found);
    return found;
  };

  const changes: [string, string][] = [
    ['occurred_at', 'occurred_at = occurred_at - INTERVAL 1 MICROSECOND'],
    ['to_queue', "to_queue = 'uat', to_queue_id = 5"],
    ['a name of a queue', "to_queue = 'Development'"],
    ['actor', "actor = 'somebody else'"],
    ['reason', "reason = ''"],
    ['rule_notes', "rule_notes = 'fast_track'"],
    ['source', "source = 'sqI'"],
    ['login', "login = 'mallory@localhost'"],
    ['the login, so that it looks like a row from before logins were kept', 'login = NULL'],
    ['the import it came with', 'batch_id = 1'],
    ['the hash itself', 'chain_hash = UNHEX(SHA2(chain_hash, 256))'],
  ];
  describe('The log is evidence', () => {
    test.each(changes)('names the row when %s of it was changed, and no other', async (_, change) => {
      await run(`UPDATE audit_log SET ${change} WHERE id = ?`, [ids[2]]);
      expect(await brokenChains()).toEqual([
        `reference t, audit id ${ids[2]} was changed, or was put in past the triggers: its hash is of another row`,
      ]);
    });

    test('names each broken chain once, by its first broken link', async () => {
      await run("UPDATE audit_log SET actor = 'x' WHERE reference <> 'v'");
      const [u] = await select<{ id: number }>(
        database,
        "SELECT MIN(id) AS id FROM audit_log WHERE reference = 'u'",
      );
      expect(await brokenChains()).toEqual([
        `reference t, audit id ${ids[0]} was changed, or was put in past the triggers: its hash is of another row`,
        `reference u, audit id ${u?.id} was changed, or was put in past the triggers: its hash is of another row`,
      ]);
    });

    test('finds rows deleted from the middle', async () => {
      await run('DELETE FROM audit_log WHERE id IN (?)', [[ids[1], ids[2]]]);
      expect(await brokenChains()).toEqual([
        `reference t, rows before audit id ${ids[3]} are missing: it comes from development, but audit id ${ids[0]} before it ends in backlog`,
      ]);
    });

    test('finds the first row deleted', async () => {
      await run('DELETE FROM audit_log WHERE id = ?', [ids[0]]);
      expect(await brokenChains()).toEqual([
        `reference t, rows before audit id ${ids[1]} are missing: it comes from backlog, but it is the first`,
      ]);
    });

    test('finds the last row cut off', async () => {
      await run('DELETE FROM audit_log WHERE id = ?', [ids[3]]);
      expect(await brokenChains()).toEqual([
        `reference t, its last rows are missing: the log ends with audit id ${ids[2]}, item_state holds the hash of a later row`,
      ]);
    });

    test('finds all rows of an item deleted, also when the item is no longer there', async () => {
      await run("DELETE FROM audit_log WHERE reference = 't'");
      expect(await brokenChains()).toEqual(['reference t, all its rows are missing']);
    });

    const columns = `occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id, to_queue_id,
                     actor, reason, source`;

    test('finds an inserted row, without a hash and with an invalid one', async () => {
      const gap = (ids[1] as number) + 1;
      // Between the rows of t lie those of u; the id of one of them is taken for the row put in.
      await run("UPDATE audit_log SET id = id + 1000000 WHERE reference = 'u' ORDER BY id DESC");
      await run(`INSERT INTO audit_log (id, ${columns}) SELECT ?, ${columns} FROM audit_log WHERE id = ?`, [
        gap,
        ids[1],
      ]);
      const { stdout } = await kanban('verify');
      expect(stdout).toContain(
        `1 difference\n  reference t, audit id ${gap} is not chained: it was written past the triggers\n`,
      );
      await run('UPDATE audit_log SET chain_hash = UNHEX(SHA2(?, 256)) WHERE id = ?', ['anything', gap]);
      expect(await brokenChains()).toEqual([
        expect.stringMatching(new RegExp(`^reference t, (audit id|rows before audit id) ${gap} `)),
      ]);
    });

    test('finds a row put in between that is hashed as it should be', async () => {
      const gap = (ids[1] as number) + 1;
      await run("UPDATE audit_log SET id = id + 1000000 WHERE reference = 'u' ORDER BY id DESC");
      await run(`INSERT INTO audit_log (id, ${columns}) SELECT ?, ${columns} FROM audit_log WHERE id = ?`, [
        gap,
        ids[1],
      ]);
      await run(
        'UPDATE audit_log a JOIN audit_log_chain c ON c.id = a.id SET a.chain_hash = c.expected_hash WHERE a.id = ?',
        [gap],
      );
      expect(await brokenChains()).toEqual([
        `reference t, audit id ${ids[2]} follows on another row: audit id ${gap} was put in before it`,
      ]);
    });

    test('finds a row put in behind the last', async () => {
      await run(
        `INSERT INTO audit_log (id, ${columns}) SELECT 2000000, ${columns} FROM audit_log WHERE id = ?`,
        [ids[3]],
      );
      await run(
        'UPDATE audit_log a JOIN audit_log_chain c ON c.id = a.id SET a.chain_hash = c.expected_hash WHERE a.id = 2000000',
      );
      expect(await brokenChains()).toEqual([
        `reference t, its chain ended with audit id ${ids[3]}: audit id 2000000 was inserted after it`,
      ]);
    });
  });
});
