import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { testsThatRead } from './changed-files.ts';

const root = new URL('..', import.meta.url).pathname;
const testsOf = (file: string) => testsThatRead([file]).map((test) => relative(root, test));

test.each([
  ['sql/board/queues_before_update_10_check.sql', 'sql/board/wip-limit.db.test.ts'],
  ['sql/README.md', 'sql/documentation.db.test.ts'],
  ['sql/INTERNALS.md', 'sql/documentation.db.test.ts'],
  ['docs/importing.md', 'apps/cli/src/import/importing-document.db.test.ts'],
  ['docs/settings.md', 'ops/settings-documented.test.ts'],
  ['README.md', 'docs/front-door.test.ts'],
  ['ops/prometheus/alerts.yml', 'ops/alerts.test.ts'],
])('a change of %s is a change of %s, though no import says so', (file, test) => {
  expect(testsOf(file)).toContain(test);
});

test('where imports say what is touched, nothing is added', () => {
  expect(testsOf('packages/domain/src/throughput.ts')).toEqual([]);
});
