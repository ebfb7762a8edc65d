import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { lastReleaseFile, readLastRelease } from './last-release.ts';

const changelog = new URL('../../../../../CHANGELOG.md', import.meta.url);

test('the next version is upgraded from the last one in the changelog', async () => {
  const [, last] = /^## \[(\d+\.\d+\.\d+)\]/m.exec(await readFile(changelog, 'utf8')) ?? [];
  const { version, mariadb, mysql } = await readLastRelease();
  expect(version).toBe(last);
  for (const dump of [mariadb, mysql]) {
    expect(dump).toContain('CREATE TABLE `work_items`');
    expect(dump).not.toContain('DEFINER=');
  }
});

test('its dumps stay small enough for a repository', async () => {
  expect((await stat(lastReleaseFile)).size).toBeLessThan(300_000);
});
