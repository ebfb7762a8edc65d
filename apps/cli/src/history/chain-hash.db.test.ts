import { type ChainedRow, chainHash } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import { beforeAll, describe, expect, test } from 'vitest';
import { select } from '../testing/database.ts';

const plain: ChainedRow = {
  occurredAt: 1_795_000_000_000_001,
  reference: 'KF-1',
  fromQueue: 'triage',
  toQueue: 'test',
  streamId: 1,
  itemId: 1,
  fromQueueId: 2,
  toQueueId: 4,
  actor: 'ada@localhost',
  reason: null,
  source: 'import',
  ruleNotes: null,
  login: 'root@localhost',
  batchId: null,
};
const rows: [string, ChainedRow][] = [
  ['plain values', plain],
  ['an entry', { ...plain, fromQueue: null, fromQueueId: null }],
  ['a departure', { ...plain, toQueue: null, toQueueId: null }],
  ['quotes and backslashes', { ...plain, actor: `O'Neill "x" \\' \\\\`, reason: "','" }],
  ['NUL, Ctrl-Z and line ends', { ...plain, reason: 'a\0b\x1ac\r\n\td' }],
  [
    'words of other alphabets and emoji',
    { ...plain, reference: 'Ünïcödé-Ж', actor: '李 👩‍🚀', toQueue: 'é' },
  ],
  ['the word NULL', { ...plain, reason: 'NULL', actor: 'NULL' }],
  ['trailing spaces and nothing', { ...plain, reason: '', actor: 'ada  ' }],
  ['what a rule noted', { ...plain, ruleNotes: 'fast_track,over_limit' }],
  ['a login with quotes, in an import', { ...plain, login: `O'x\\@%`, batchId: 7 }],
  ['a row from before logins were kept', { ...plain, login: null }],
  ['an instant before 1970, from before they were refused', { ...plain, occurredAt: -1 }],
];

describe.each(serviceDatabases())('the hash the importer writes on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await database.pool.query('DROP TRIGGER audit_log_before_insert_50_guard');
  });

  test.each(rows)('is the one the database says, for %s', async (_, row) => {
    const itemId = Math.floor(Math.random() * 1e9);
    const first = chainHash({ ...row, itemId }, null);
    const second = chainHash({ ...row, itemId }, first);
    for (const hash of [first, second]) {
      await database.pool.query(
        `INSERT INTO audit_log (occurred_at, reference, from_queue, to_queue, value_stream_id, item_id, from_queue_id,
                                to_queue_id, actor, reason, source, rule_notes, login, batch_id, chain_hash)
         VALUES (TIMESTAMPADD(MICROSECOND, ?, '1970-01-01 00:00:00'), ?)`,
        [row.occurredAt, [...Object.values({ ...row, itemId }).slice(1), hash]],
      );
    }
    expect(
      await select(
        database,
        `SELECT chain_hash = expected_hash AS is_same FROM audit_log_chain WHERE item_id = ${itemId} ORDER BY id`,
      ),
    ).toEqual([{ is_same: 1 }, { is_same: 1 }]);
  });
});
