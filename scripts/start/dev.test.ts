import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { onChange, sourcesOf } from './dev.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kanban-dev-'));
mkdirSync(join(folder, 'triggers'));
const stopping = new AbortController();
afterEach(() => {
  stopping.abort();
  rmSync(folder, { recursive: true, force: true });
});

test('files that change together are applied once, a file that an editor replaces too, and a failure is no end', async () => {
  const applied: string[] = [];
  const logged: string[] = [];
  onChange([folder], {
    apply: async () => {
      applied.push('applied');
      if (applied.length === 1) throw new Error('A mistake.');
    },
    log: (line: string) => logged.push(line),
    signal: stopping.signal,
  });
  const file = join(folder, 'triggers/queues.sql');
  for (const text of ['1', '2', '3']) writeFileSync(file, text);
  await expect.poll(() => [applied.length, logged]).toEqual([1, ['A mistake.']]);

  for (const times of [2, 3, 4]) {
    writeFileSync(join(folder, 'new'), String(times));
    renameSync(join(folder, 'new'), file);
    await expect.poll(() => applied.length).toBe(times);
  }
  expect(logged).toEqual(['A mistake.']);
});

test('an app consists of its sources and those of all packages that it depends on, directly or not', () => {
  const root = join(import.meta.dirname, '../..');
  const names = (file: string) => sourcesOf(file).map((folder: string) => relative(root, folder));
  expect(names('apps/relay/src/main.ts')).toEqual(
    expect.arrayContaining(['apps/relay', 'packages/schema', 'packages/notifications', 'packages/domain']),
  );
  expect(names('apps/relay/src/main.ts')).not.toContain('apps/notifier');
  expect(names('apps/notifier/src/main.ts')).toContain('packages/charts');
  expect(names('scripts/mailbox/main.mjs')).toEqual(['scripts/mailbox']);
});
