import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCircle } from './find-circle.ts';
import { importRules, type Rule } from './import-rules.ts';
import { type Import, importsOf, readImports } from './read-imports.ts';

const ROOT = join(import.meta.dirname, '../..');
const folders = ['apps', 'packages', 'bench', 'chaos', 'scripts', 'sql'];
const imports = readImports(ROOT, folders);
/** Imports of another workspace of this repository. */
const abroad = imports.filter(
  ({ from, to }) => isByName(to) || (isByPath(to) && workspaceOf(from) !== workspaceOf(to)),
);

test('every workspace imports of ours only what import-rules.ts allows', () => {
  const refused = abroad.filter((each) => !isAllowed(each));
  expect(refused.map(sentenceOf).join('\n')).toBe('');
});

test('import-rules.ts allows nothing that no file imports', () => {
  const unused = Object.entries(importRules).flatMap(([workspace, { code, tests = [] }]) =>
    [...code, ...tests]
      .filter((entry) => !abroad.some((each) => workspaceOf(each.from) === workspace && isMeant(entry, each)))
      .map((entry) => `${workspace}: ${entry}`),
  );
  expect(unused).toEqual([]);
});

test('no package imports the code of an app, even if import-rules.ts allows it', () => {
  const isOfApp = (to: string) =>
    to.startsWith('apps/') || `apps/${to.replace('@kanban/', '').split('/')[0]}` in importRules;
  const upwards = abroad.filter(
    ({ from, to, isType }) => from.startsWith('packages/') && isOfApp(to) && !isType,
  );
  expect(upwards.map(({ from, to }) => `${from} imports ${to}: move what it needs into a package.`)).toEqual(
    [],
  );
});

test('no file imports itself by way of others, types included', () => {
  const arrows = Map.groupBy(imports, ({ from }) => from);
  const circle = findCircle(new Map([...arrows].map(([from, all]) => [from, all.map(({ to }) => to)])));
  expect(circle?.join(' → '), 'move what both need into a file that imports neither').toBeUndefined();
});

test('imports are read in every form, and an unknown form is an error', () => {
  const text = [
    "import './a.ts';",
    "import b, { type B } from '../b.ts';",
    "import type { C } from '@kanban/c';",
    'import {',
    '  d,',
    "} from '@kanban/d/d';",
    "export * from './e.ts';",
    "export type { F } from './f.ts';",
    "export const g = 'from';",
    "const h = await import('./h.ts');",
    "let i: typeof import('i');",
    "/** @import { J } from './j.mjs' */",
  ].join('\n');
  const read = importsOf('apps/x/y.ts', text).map(({ to, isType }) => `${isType ? 'types of ' : ''}${to}`);
  const files = ['apps/x/a.ts', 'apps/b.ts', 'apps/x/e.ts', 'apps/x/h.ts'];
  const types = ['types of @kanban/c', 'types of apps/x/f.ts', 'types of i', 'types of apps/x/j.mjs'];
  expect(new Set(read)).toEqual(new Set([...files, '@kanban/d/d', ...types]));
  expect(() => importsOf('x.ts', "\nimport k = require('k');")).toThrow('x.ts:2: ');
});

test('a circle is found behind files that are on none', () => {
  const arrows = { a: ['b', 'c'], b: ['d'], c: ['d', 'e'], e: ['f'], f: ['c'] };
  expect(findCircle(new Map(Object.entries(arrows)))).toEqual(['c', 'e', 'f', 'c']);
  expect(findCircle(new Map(Object.entries({ ...arrows, f: ['d'] })))).toBeUndefined();
});

function isByName(to: string): boolean {
  return to.startsWith('@kanban/');
}

function isByPath(to: string): boolean {
  return folders.some((folder) => to.startsWith(`${folder}/`));
}

/** `apps/relay`, `scripts` */
function workspaceOf(file: string): string {
  const [folder = '', name = ''] = file.split('/');
  return folder === 'apps' || folder === 'packages' ? `${folder}/${name}` : folder;
}

function ruleOf(from: string): Rule {
  const rule = importRules[workspaceOf(from)];
  if (!rule) throw new Error(`${from}: ${workspaceOf(from)} needs a line in scripts/imports/import-rules.ts`);
  return rule;
}

function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || file.includes('/testing/');
}

function isAllowed(each: Import): boolean {
  const { code, tests = [] } = ruleOf(each.from);
  return [...code, ...(isTest(each.from) ? tests : [])].some((entry) => isMeant(entry, each));
}

/** Whether `entry` of a rule means this import. */
function isMeant(entry: string, { to, isType }: Import): boolean {
  const [, types, name = ''] = /^(types of )?(.*)$/.exec(entry) ?? [];
  if (types && !isType) return false;
  return name.endsWith('/') ? to.startsWith(name) : to === name || to === `@kanban/${name}`;
}

function sentenceOf({ from, to }: Import): string {
  const { code, tests = [], instead } = ruleOf(from);
  const allowed = [...code, ...tests.map((entry) => `${entry} (tests)`)].join(', ') || 'nothing of ours';
  return `${from} imports ${to}. Allowed in ${workspaceOf(from)}: ${allowed}. Instead: ${instead}`;
}
