import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const source = (pattern: string) =>
  globSync(`{apps/{relay,notifier},packages/ledger}/src/**/${pattern}`, { cwd: root });
const read = (files: readonly string[]) =>
  files.map((file) => readFileSync(`${root}${file}`, 'utf8')).join('\n');

const tests = source('*.db.test.ts');
const program = source('*.ts').filter((file) => !file.endsWith('.test.ts') && !file.includes('/testing/'));
const points = [...read(program).matchAll(/\bfailPoint(?:\(|,\s*)'([^']+)'/g)].map(([, name]) =>
  String(name),
);
/** Every text in quotation marks, without the number of the pass. */
const tested = new Set([...read(tests).matchAll(/'([a-z][a-z -]+)(?::\d+)?'/g)].map(([, name]) => name));

it('finds the fail points of relay, notifier and ledger', () => {
  expect(points).toContain('fan-out claimed');
  expect(points).toContain('email handed over');
});

it.each(points)('"%s" has a test that kills a process there', (point) => {
  expect(tested).toContain(point);
});

it('each is the name of one place', () => {
  expect(points.filter((point, index) => points.indexOf(point) !== index)).toEqual([]);
});
