import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Concept, concepts } from './one-place.ts';

const ROOT = join(import.meta.dirname, '../..');
const files = globSync(
  ['apps', 'bench', 'chaos', 'packages', 'scripts', 'sql'].map((folder) => `${folder}/**/*.*`),
  {
    cwd: ROOT,
    exclude: (name) => /(?:^|\/)(?:node_modules|dist|public)$/.test(name),
  },
).filter((file) => /\.(?:tsx?|mjs|css|html|sql)$/.test(file) && !file.startsWith('scripts/imports/'));
const texts = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

test.each(concepts.map((concept) => [concept.what, concept] as const))('%s has one place', (_, concept) => {
  const { place, others = {} } = concept;
  expect(filesOf(concept), `import it from ${place}`).toEqual([place, ...Object.keys(others)].sort());
});

function filesOf({ mark, files: searched = /\.(?:ts|mjs)$/, isFreeInTests = false }: Concept): string[] {
  return [...texts]
    .filter(([file, text]) => searched.test(file) && mark.test(text) && !(isFreeInTests && isOfTests(file)))
    .map(([file]) => file)
    .sort();
}

function isOfTests(file: string): boolean {
  return /\.test\.ts$|\/(?:testing|operations)\/|^(?:bench|chaos)\//.test(file);
}
