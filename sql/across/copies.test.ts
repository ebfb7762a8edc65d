import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8').replace(/--.*$/gm, '');
/** All routines, triggers and views; migrations never change. */
const files = globSync('**/*.sql', { cwd: ROOT }).filter(
  (file) => !/^(?:migrations|node_modules)\/|^(?:schema|roles)\.sql$/.test(file),
);

/** Each value that `mark` finds in the files of a folder, with the files that contain it. */
function said(mark: RegExp, folder = ''): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files.filter((each) => each.startsWith(folder)))
    for (const [, value = ''] of read(file).matchAll(mark))
      found.set(value, [...(found.get(value) ?? []), file]);
  return found;
}

describe('values that SQL repeats in several places are the same in each', () => {
  test('the gap between the ranks of two cards', () => {
    const gaps = said(/[*+-] (\d{5,})\b/g, 'places/');
    expect([...gaps.keys()]).toEqual(['1048576']);
    expect(new Set(gaps.get('1048576')).size).toBe(3);
  });

  test('the start of the row of zeros that every queue has in flow_counts', () => {
    const starts = said(/'(1970-01-01[^']*)'/g);
    const datetimes = [...starts.keys()].filter((value) => value.length > 10);
    expect(datetimes).toEqual(['1970-01-01 00:00:00']);
    expect(starts.get('1970-01-01 00:00:00')?.length).toBeGreaterThan(5);
  });

  test('what the hash of a row of the log is made of', () => {
    const [view, repair] = ['log/audit_log_chain.sql', 'log/chain_audit_log.sql'].map((path) =>
      /CONCAT_WS\(',', (QUOTE\(occurred_at\)[\s\S]*?\)\)\))/.exec(read(path))?.[1]?.replace(/\s+/g, ' '),
    );
    expect(view).toContain('QUOTE(rule_notes)');
    expect(repair).toBe(view);

    const written = read('log/write_audit_row.sql');
    const hashed = /HEX\(p_hash\), ''\), ([\s\S]*?)\), 256/.exec(written)?.[1] ?? '';
    const [columns = [], values = []] = [/INSERT INTO audit_log \(([^)]*)\)/, /VALUES \(([^)]*)\)/].map(
      (list) => (list.exec(written)?.[1] ?? '').split(/,\s*/),
    );
    const columnOf = new Map(values.map((value, place) => [value, columns[place]]));
    const inOrder = [...hashed.matchAll(/\b[pv]_\w+/g)].map(([value]) => columnOf.get(value));
    expect(inOrder).toHaveLength(12);
    expect(inOrder).toEqual(
      [...((view ?? '').split(' IF(')[0]?.matchAll(/(?:QUOTE\()?(\w+)\)?,/g) ?? [])].map(
        ([, column]) => column,
      ),
    );
    // Then the login, which a trigger sets, and the batch, which only imported rows have.
    expect(hashed).toMatch(/QUOTE\(LEFT\(USER\(\), 288\)\), 'NULL'$/);
  });
});
