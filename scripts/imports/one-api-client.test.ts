import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Comments, and types made from the contract of a path: they ask nothing. */
const beside = /\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$|\b(AnswerTo|QueryOf)<'[^']+'>/gm;

/** Programs by their path. The two APIs are left out: they are what is asked. */
const programs = new Map(
  globSync('{apps,packages}/**/*.{ts,tsx}', {
    cwd: ROOT,
    exclude: (name) =>
      /(^|\/)(node_modules|dist|testing|metrics-api|board-api)$/.test(name) || name.endsWith('.test.ts'),
  }).map((file) => [file, readFileSync(join(ROOT, file), 'utf8').replace(beside, '')]),
);

const filesWith = (text: RegExp) =>
  [...programs].flatMap(([file, program]) => (text.test(program) ? [file] : [])).sort();

test('one client sends the token of the API: packages/api/src/client/request.ts', () => {
  expect(filesWith(/`Bearer \$\{/)).toEqual(['packages/api/src/client/request.ts']);
});

test('one file makes a sentence of a problem: packages/api/src/client/failure.ts', () => {
  expect(filesWith(/includes\('application\/problem\+json'\)|\bproblem\S*\.(title|allowed)\b/)).toEqual([
    'packages/api/src/client/failure.ts',
  ]);
});

test('one list holds the questions of pages, reports and the command line: packages/api/src/questions.ts', () => {
  const contracts = [...programs].filter(([file]) => file.startsWith('packages/api/src/routes/'));
  const paths = contracts.flatMap(([, program]) =>
    [...program.matchAll(/path: '(\/v1\/[\w-]+)'/g)].map(([, path]) => path),
  );
  const list = programs.get('packages/api/src/questions.ts') ?? '';
  const listed = paths.filter((path) => list.includes(`'${path}'`));
  expect(listed.length).toBeGreaterThan(5);
  const elsewhere = [...programs].filter(
    ([file]) => !/^packages\/api\/src\/(routes\/|questions\.ts$)/.test(file),
  );
  const second = elsewhere.flatMap(([file, program]) =>
    listed
      .filter((path) => program.includes(`${path}'`) || program.includes(`${path}?`))
      .map((path) => `${file}: ${path}`),
  );
  expect(second, 'ask by askQuestion or tableAddress of @kanban/api').toEqual([]);
});

test('a parameter is declared in contracts alone: packages/api/src/routes and contract', () => {
  const files = filesWith(/\bparameters\(|from '@hono\/zod-openapi'/);
  expect(files.filter((file) => !/^packages\/api\/src\/(board\/)?(routes|contract)\//.test(file))).toEqual([
    // Types of the contracts, and their parameters read back.
    'packages/api/src/board/operations.ts',
    'packages/api/src/parameters.ts',
    'packages/api/src/paths.ts',
  ]);
});
