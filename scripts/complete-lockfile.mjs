import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './paths.mjs';

/*
 * npm run lockfile   after `npm install`: completes package-lock.json.
 *
 * A registry that serves only some systems' builds (a filtered mirror) makes npm leave the others out of the
 * lockfile, and `npm ci` then refuses it as out of step, everywhere. This enters what is left out: version
 * and system, which is enough for npm to pass over it here and to fetch it where it belongs, and the hash of
 * what the registry says it is, without which npm would take anything for it.
 */
/**
 * @typedef {object} Entry A package in package-lock.json.
 * @property {string} version
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {boolean} [link]
 * @property {string} [integrity]
 */

const file = join(ROOT, 'package-lock.json');
/** @type {{ packages: Record<string, Entry> }} */
const lock = JSON.parse(readFileSync(file, 'utf8'));
/** @type {string[]} */
const added = [];
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`;
    if (`${path}/${place}` in lock.packages || place in lock.packages) continue;
    lock.packages[place] = entryFor(name, range, dev);
    added.push(name);
  }
}
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!path.includes('node_modules/') || entry.link || entry.integrity) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  entry.integrity = integrityOf(name, entry.version);
}
const inOrder = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
console.log(added.length > 0 ? `Entered ${added.join(', ')}.` : 'package-lock.json is complete.');

/** @param {string} name @param {string} version */
function integrityOf(name, version) {
  const [node = '', ...args] = npm();
  const asked = [...args, 'view', `${name}@${version}`, 'dist.integrity'];
  const integrity = execFileSync(node, asked, { encoding: 'utf8' }).trim();
  if (!integrity.startsWith('sha512-')) throw new Error(`The registry knows no hash of ${name} ${version}.`);
  return integrity;
}

/**
 * Builds for one system bear its name: @biomejs/cli-linux-x64-musl, @turbo/windows-64, sass-embedded-darwin-arm64.
 * @param {string} name
 * @param {string} range
 * @param {boolean} [dev]
 */
function entryFor(name, range, dev) {
  const words = name.split(/[-/]/);
  /** @param {Readonly<Record<string, string>>} table */
  const oneOf = (table) => Object.entries(table).find(([word]) => words.includes(word))?.[1];
  const os = oneOf({
    android: 'android',
    darwin: 'darwin',
    freebsd: 'freebsd',
    linux: 'linux',
    openbsd: 'openbsd',
    openharmony: 'openharmony',
    win32: 'win32',
    windows: 'win32',
  });
  const cpu = oneOf({
    arm64: 'arm64',
    arm: 'arm',
    armv7: 'arm',
    x64: 'x64',
    64: 'x64',
    ia32: 'ia32',
    ppc64: 'ppc64',
    riscv64: 'riscv64',
    s390x: 's390x',
    wasm32: 'wasm32',
  });
  const libc = oneOf({ musl: 'musl', gnu: 'glibc' });
  if (!os && cpu !== 'wasm32' && name !== 'fsevents')
    throw new Error(`Which system is ${name} for? Teach entryFor its name.`);
  return {
    version: range.replace(/^[~^]/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os || name === 'fsevents' ? { os: [os ?? 'darwin'] } : {}),
  };
}
