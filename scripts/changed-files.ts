import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GitVCSProvider, type VCSProviderOptions } from 'vitest/node';

const root = join(import.meta.dirname, '..');

/** Tests that read files to which no import leads: which files, and which tests. */
const readers: readonly (readonly [files: RegExp, tests: string])[] = [
  [/^sql\/.+\.sql$/, 'sql/*/*.test.ts'],
  [/^(sql\/[A-Z]+|docs\/adopting|docs\/subscriptions)\.md$/, 'sql/documentation.db.test.ts'],
  [/^docs\/importing\.md$/, 'apps/cli/src/import/importing-document.db.test.ts'],
  [/\.md$/, '{docs,ops}/*.test.ts'],
  [/^ops\//, 'ops/*.test.ts'],
];

/** What `npm test -- --changed` counts as changed: what git says, and the tests that read any of it. Absolute paths. */
export class ChangedFiles extends GitVCSProvider {
  override async findChangedFiles(options: VCSProviderOptions): Promise<string[]> {
    const changed = await super.findChangedFiles(options);
    return [...changed, ...testsThatRead(changed.map((file) => relative(root, file)))];
  }
}

/** The tests that read one of `files`. Takes paths below the checkout, answers with absolute ones. */
export function testsThatRead(files: readonly string[]): string[] {
  return readers
    .filter(([pattern]) => files.some((file) => pattern.test(file)))
    .flatMap(([, tests]) => globSync(tests, { cwd: root }).map((test) => join(root, test)));
}
