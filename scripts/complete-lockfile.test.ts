import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Package {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
}
const file = join(import.meta.dirname, '../package-lock.json');
const packages = JSON.parse(readFileSync(file, 'utf8')).packages as Readonly<Record<string, Package>>;

test('package-lock.json has the builds for every system (npm run lockfile), so that npm ci works on each', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      return !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages);
    }),
  );
  expect(missing).toEqual([]);
});

test('package-lock.json has the hash of every package, so that npm takes nothing else for it', () => {
  const unproven = Object.entries(packages).filter(
    ([path, { link, integrity }]) =>
      path.includes('node_modules/') && !link && !integrity?.startsWith('sha512-'),
  );
  expect(unproven).toEqual([]);
});

test('no package runs an install script', () => {
  const settings = readFileSync(join(import.meta.dirname, '../.npmrc'), 'utf8');
  expect(settings).toMatch(/^ignore-scripts=true$/m);
});

test('package-lock.json records no download address', () => {
  const addresses = Object.entries(packages).filter(([, { resolved, link }]) => resolved && !link);
  expect(addresses).toEqual([]);
});
