import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinary } from './find-binary.mjs';

const run = promisify(execFile);
const KEYRING = '/usr/share/keyrings/debian-archive-keyring';

/** @import { DatabaseServer } from './find-binary.mjs' */

/**
 * Servers that the suite of a Debian machine does not have: folder of the tree → what is fetched, and where from.
 * @satisfies {Record<string, { flavour: DatabaseServer['flavour'], package: string, suite: string, binary: string }>}
 */
const TREES = {
  // MySQL proper: the stable suites have only MariaDB.
  mysql: { flavour: 'mysql', package: 'mysql-server-core', suite: 'unstable', binary: 'mysqld' },
  // MariaDB as Debian 13 installs it, whose locks heed a transaction's snapshot (innodb_snapshot_isolation).
  'mariadb-11.8': {
    flavour: 'mariadb',
    package: 'mariadb-server-core',
    suite: 'trixie',
    binary: 'mariadbd',
  },
};

/**
 * A database server from another Debian suite with the libraries it needs, unpacked (not installed) into a folder that all
 * checkouts share, and run through that folder's own dynamic loader. apt does the download and checks the signatures, in
 * folders of its own: neither root nor debootstrap is needed and the system stays as it is.
 * Where it cannot be done, it resolves to the reason.
 * @param {keyof typeof TREES} name
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<{ server: DatabaseServer, reason?: undefined } | { server?: undefined, reason: string }>}
 */
export async function debianTree(name, { log }) {
  const what = TREES[name];
  const home = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const tree = join(home, 'kanban-flow', `${name}-${process.arch}`);
  if (!existsSync(tree)) {
    const source = sourceOf(what.suite);
    if (!source)
      return { reason: `${name} is fetched from Debian ${what.suite}, and this is no Debian machine` };
    log(
      `Fetching ${what.package} from Debian ${what.suite} into ${tree} (60 MB, nothing gets installed) ...`,
    );
    try {
      await fill(tree, what, source);
    } catch (error) {
      return {
        reason: `${what.package} could not be fetched: ${String(error.stderr || error.message).trim()}`,
      };
    }
  }
  const options = [`--basedir=${join(tree, 'usr')}`];
  return { server: { flavour: what.flavour, command: commandIn(tree, what.binary), options } };
}

/**
 * The line of a sources.list for a suite, from the mirror that this machine already uses.
 * @param {string} suite
 */
function sourceOf(suite) {
  if (!findBinary('apt-get') || !findBinary('dpkg-deb') || !existsSync('/etc/os-release')) return undefined;
  const release = readFileSync('/etc/os-release', 'utf8');
  if (!/^ID="?debian"?$/m.test(release)) return undefined;
  const codename = /^VERSION_CODENAME="?([a-z]+)/m.exec(release)?.[1];
  const suites = [codename, 'stable', 'oldstable', 'testing', 'unstable', 'sid'];
  const targets = execFileSync(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages'],
    { encoding: 'utf8' },
  );
  const mirror = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, served, component]) => suites.includes(served) && component === 'main')?.[0];
  const keyring = ['.pgp', '.gpg'].map((end) => KEYRING + end).find((file) => existsSync(file));
  return mirror && keyring && `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`;
}

/**
 * Made beside its place and renamed, so that an interrupted run leaves nothing that looks finished.
 * @param {string} tree
 * @param {typeof TREES[keyof typeof TREES]} what
 * @param {string} source
 */
async function fill(tree, what, source) {
  mkdirSync(join(tree, '..'), { recursive: true });
  const work = mkdtempSync(`${tree}.`);
  try {
    const archives = join(work, 'apt/cache/archives');
    mkdirSync(join(work, 'apt/state/lists/partial'), { recursive: true });
    mkdirSync(join(archives, 'partial'), { recursive: true });
    mkdirSync(join(work, 'apt/parts'));
    mkdirSync(join(work, 'tree'));
    writeFileSync(join(work, 'apt/sources.list'), source);
    // An empty package status: everything that is needed gets downloaded, whatever the system has.
    writeFileSync(join(work, 'apt/status'), '');
    const options = aptOptions(join(work, 'apt'));
    await run('apt-get', [...options, 'update']);
    await run('apt-get', [
      ...options,
      '--yes',
      '--no-install-recommends',
      '--download-only',
      'install',
      what.package,
    ]);
    const packages = readdirSync(archives).filter((name) => /^(lib|mariadb|mysql|zlib).*\.deb$/.test(name));
    for (const name of packages)
      await run('dpkg-deb', ['--extract', join(archives, name), join(work, 'tree')]);
    const [loader, ...args] = commandIn(join(work, 'tree'), what.binary);
    await run(loader, [...args, '--no-defaults', '--version']);
    if (!existsSync(tree)) renameSync(join(work, 'tree'), tree);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function aptOptions(folder) {
  const settings = {
    'Dir::State': `${folder}/state`,
    'Dir::State::status': `${folder}/status`,
    'Dir::Cache': `${folder}/cache`,
    'Dir::Etc::sourcelist': `${folder}/sources.list`,
    'Dir::Etc::sourceparts': `${folder}/parts`,
    'Dir::Etc::preferences': `${folder}/none`,
    'Dir::Etc::preferencesparts': `${folder}/parts`,
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    // A mirror that lags is good enough for tests; what it serves is signed all the same.
    'Acquire::Check-Valid-Until': 'false',
    'Debug::NoLocking': '1',
  };
  return ['-qq', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

/** @param {string} tree @param {string} binary @returns {[string, ...string[]]} */
function commandIn(tree, binary) {
  const libraries = pathIn(join(tree, 'usr/lib'), /-linux-gnu$/);
  const loader = pathIn(libraries, /^ld-linux.*\.so/);
  return [loader, '--library-path', libraries, join(tree, `usr/sbin/${binary}`)];
}

/**
 * The path of the first entry of `folder` with such a name.
 * @param {string} folder
 * @param {RegExp} pattern
 */
function pathIn(folder, pattern) {
  const name = readdirSync(folder).find((entry) => pattern.test(entry));
  if (!name) throw new Error(`${folder} holds nothing with a name like ${pattern}.`);
  return join(folder, name);
}
