import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Where the environment is read, and nowhere else. */
const readers = [
  ...globSync(['apps/*/src/config.ts', 'apps/*/src/sign-in/*/settings.ts', 'packages/service/src/**/*.ts'], {
    cwd: root,
  }).filter((file) => !file.includes('.test.')),
];
/** Of the program, not of ours to explain. */
const notOurs = new Set(['PATH']);

const readVariables = new Set(
  readers.flatMap((file) => {
    const text = read(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const asProperty = [...text.matchAll(/\b(?:env|environment)\.([A-Z][A-Z_]+)/g)];
    const destructured = [...text.matchAll(/\{([^{}]*)\}(?:: Environment|\s*=\s*env\b)/g)].flatMap(
      ([, names = '']) => [...names.matchAll(/\b([A-Z][A-Z_]{3,})\b/g)],
    );
    const asArgument = [...text.matchAll(/\b\w+\(\s*(?:env,\s*)'([A-Z][A-Z_]+)'/g)];
    const checked = [...text.matchAll(/\b\w+\(\s*'([A-Z][A-Z_]+)',\s*env/g)];
    const asKey = [...text.matchAll(/(?:^ +|object\(\{ )([A-Z][A-Z_]{3,}): /gm)];
    return [...asProperty, ...destructured, ...asArgument, ...checked, ...asKey].map(
      ([, name]) => name as string,
    );
  }),
);
const documented = new Set(
  [...read('docs/settings.md').matchAll(/`([A-Z][A-Z_]{3,})`/g)].map(([, name]) => name as string),
);

test('the programs read the variables that this test knows how to find', () => {
  // If this finds none of them, the comparison below proves nothing.
  for (const name of [
    'DATABASE_URL',
    'SMTP_URL',
    'RELAY_BATCH_SIZE',
    'METRICS_PORT',
    'API_TOKENS',
    'NOTIFY_SOCKET',
  ]) {
    expect([...readVariables]).toContain(name);
  }
});

test('docs/settings.md names every variable that a program reads', () => {
  const missing = [...readVariables].filter((name) => !documented.has(name) && !notOurs.has(name));
  expect(missing).toEqual([]);
});

test('docs/settings.md names no variable that nothing reads', () => {
  expect([...documented].filter((name) => !readVariables.has(name))).toEqual([]);
});
