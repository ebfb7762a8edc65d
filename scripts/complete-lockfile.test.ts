import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Package {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
  readonly link?: boolean;
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

test('package-lock.json records no download address', () => {
  const addresses = Object.entries(packages).filter(([, { resolved, link }]) => resolved && !link);
  expect(addresses).toEqual([]);
});
