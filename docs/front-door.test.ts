import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('each promise of the README is the name of a describe block in a test', () => {
  const [, section = ''] = read('README.md').split(/^## What it promises$|^## Commands$/m);
  const promises = [...section.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(([, promise]) => promise as string);
  const tests = globSync('{apps,chaos,packages,sql}/**/*.test.ts', {
    cwd: root,
    exclude: (name) => name === 'node_modules',
  });
  const texts = tests.map(read);
  const unshown = promises.filter(
    (promise) => !texts.some((text) => text.includes(`describe('${promise}', `)),
  );
  expect(promises.length).toBeGreaterThan(0);
  expect(unshown).toEqual([]);
});

const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/glossary.md'];
const ofTheBoard = ['sql/README.md', 'sql/REFERENCE.md', 'sql/INTERNALS.md'];

test.each([...documents, ...ofTheBoard])('every file that %s names is there', (document) => {
  const text = read(document);
  const folder = join(root, document, '..');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) =>
    join(folder, link as string),
  );
  const paths = [
    ...text.matchAll(/(?:`|^ {4})((?:apps|docs|ops|packages|scripts|sql)\/[\w./-]*)(?=[`, ])/gm),
  ];
  const named = [...links, ...paths.map(([, path]) => join(root, path as string))];
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
