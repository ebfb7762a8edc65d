import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { transitions } from './states/transitions.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const isRead = (file: string) =>
  /\.(?:ts|mjs)$/.test(file) && !/\.test\.ts$|\/(?:testing|dist|node_modules)\//.test(file);
const files = globSync('{apps,packages,bench,chaos,scripts}/**/*.{ts,mjs}', {
  cwd: root,
  exclude: (name) => /(?:^|\/)(?:node_modules|dist|public)$/.test(name),
}).filter(isRead);

const tables = '(?:outbox_events|deliveries|collections|delivery_attempts|rate_windows)';
/** SQL in any case, the helpers that begin a statement, and kysely's builders. */
const writes = new RegExp(
  [
    `\\b(?:INSERT|REPLACE)\\b[\\s\\w]*\\bINTO\\s+\`?${tables}\\b`,
    `\\bREPLACE\\s+\`?${tables}\\b`,
    `\\bUPDATE\\s+\`?${tables}\\b`,
    `\\bDELETE\\s(?:[\\w.]+\\s+)?FROM\\s+\`?${tables}\\b`,
    `\\bTRUNCATE\\s+(?:TABLE\\s+)?\`?${tables}\\b`,
    `\\b(?:updateEach|insertInto|updateTable|deleteFrom|replaceInto)\\(\\s*['"\`]${tables}\\b`,
    'CALL prune_settled',
  ].join('|'),
  'i',
);
/** A table by its name as a value: `DELETE FROM ??`. */
const anyTable = /\b(?:INSERT\s+INTO|UPDATE|DELETE(?:\s+\w+)?\s+FROM)\s+(?:\?\?|\$\{)/i;

/** Programs that write to a database without relay and notifier, each with the reason. */
const others = {
  'bench/scenarios/long-lists.ts': 'a bare INSERT, with which fan-out is compared',
  'bench/scenarios/naive-worker.ts': 'the polling loop with which relay and notifier are compared',
  'bench/scenarios/relay-rows.ts': 'the bare loop with which the relay is compared',
};

const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const ledger = 'packages/ledger/src/';

it('events, deliveries and collections are written by packages/ledger alone', () => {
  const writers = files.filter((file) => writes.test(read(file)) && !file.startsWith(ledger));
  expect(writers.sort()).toEqual(Object.keys(others).sort());
});

it('no other file names one of these tables by a value', () => {
  const text = new RegExp(`['"\`]${tables}['"\`]`);
  const suspects = files.filter((file) => !file.startsWith(ledger) && anyTable.test(read(file)));
  expect(suspects.filter((file) => text.test(read(file)))).toEqual([]);
});

it('each file of the ledger that writes is named by a transition, and the other way round', () => {
  const named = new Set(transitions.map(({ file }) => file));
  // Beside the three tables: the windows of the rate limits, and the statement that noteFailed writes with both of its.
  const beside = ['claim/rate-windows.ts', 'settle/note-failed.ts'];
  const begins = /updateLinks\(|updateFailed\}/;
  const writers = files
    .filter((file) => file.startsWith(ledger))
    .map((file) => file.slice(ledger.length))
    .filter((file) => {
      const text = read(`${ledger}${file}`);
      return (
        writes.test(text) ||
        anyTable.test(text) ||
        (begins.test(text) && !text.includes('export const update'))
      );
    })
    .filter(
      (file) => !beside.includes(file) && !/^(?:fan-out\/update-links|settle\/failed-row)\.ts$/.test(file),
    );
  expect(writers.sort()).toEqual([...named].sort());
});

it.each([
  ['`INSERT IGNORE INTO deliveries (id) VALUES ?`', true],
  ["'update `outbox_events` SET x = 1'", true],
  ['`DELETE t FROM collections t`', true],
  ["db.updateTable('deliveries').set(x)", true],
  ["updateEach('deliveries', 'd', {})", true],
  ['`UPDATE\n  deliveries FORCE INDEX (PRIMARY) SET x = 1`', true],
  ["'SELECT id FROM deliveries FOR UPDATE'", false],
  ["'INSERT INTO deliveries_of_old SET x = 1'", false],
])('the scan knows %s: a write is %s', (text, isWrite) => {
  expect(writes.test(text)).toBe(isWrite);
});
