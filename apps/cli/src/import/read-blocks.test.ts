import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/files.ts';
import { silentProgress } from '../testing/silent-progress.ts';
import { unsaidForm } from './file/file-form.ts';
import { QualityReport } from './quality.ts';
import { readBlocks } from './read-blocks.ts';
import { readQueuesFile } from './read-queues.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('a file of blocked spells', () => {
  const read = (...lines: string[]) => {
    const text = ['reference;reason;blocked_at;unblocked_at', ...lines].join('\n');
    return readBlocks(folder.write('blocks.csv', text), unsaidForm, new QualityReport(), silentProgress);
  };

  test('gives them in the order of time; without an end the item still is blocked', async () => {
    const { blocks } = await read('A;vendor;14.03.2026;', 'A;no key;13.03.2026;13.03.2026 12:00');
    const day = Date.UTC(2026, 2, 13) * 1000;
    expect(blocks).toEqual([
      { line: 3, reference: 'A', reason: 'no key', blockedAt: day, unblockedAt: day + 43_200_000_000 },
      { line: 2, reference: 'A', reason: 'vendor', blockedAt: day + 86_400_000_000, unblockedAt: null },
    ]);
  });

  test('is refused with every row that cannot be', async () => {
    await expect(
      read(
        'A;vendor;2026-03-14;',
        'A;key;2026-03-15;2026-03-16',
        'B;;2026-03-15;',
        'C;x;2026-03-15;2026-03-14',
        'D;x;soon;',
        'E;x;2026-03-15;2999-03-15',
      ),
    ).rejects.toThrow(
      /5 broken rows.*\n {2}line 3: A is blocked since line 2 already\n {2}line 4: reason is empty.*\n {2}line 5: unblocked_at lies before blocked_at\n {2}line 6: blocked_at "soon" is no.*\n {2}line 7: unblocked_at 2999.*future/,
    );
  });
});

describe('a file of queues', () => {
  const read = (text: string) => readQueuesFile(folder.write('queues.csv', text), unsaidForm, silentProgress);

  test('keeps their order and any character of their names', async () => {
    expect(await read('name,kind,limit\n"Ready, set: go",Buffer,8\nBuild,,\n')).toEqual([
      { name: 'Ready, set: go', kind: 'buffer', wipLimit: 8 },
      { name: 'Build', kind: undefined, wipLimit: -1 },
    ]);
  });

  test('is refused with every row that cannot be', async () => {
    await expect(read('name,kind,limit\nA,doing,\nB,,many\nC,,\nC,,\n')).rejects.toThrow(
      /3 broken rows.*\n {2}line 2: "doing" of A.*\n {2}line 3: "many" of B.*\n {2}line 5: the queue C is there twice/,
    );
  });
});
