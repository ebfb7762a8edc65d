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
const PACKAGE = 'mysql-server-core';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring';

/**
 * MySQL proper on a Debian machine, whose stable suite has only MariaDB: `mysql-server-core` from the unstable
 * suite with the libraries it needs, unpacked (not installed) into a folder that all checkouts share, and
 * run through that folder's own dynamic loader. apt does the download and checks the signatures, in folders
 * of its own: neither root nor debootstrap is needed and the system stays as it is.
 *
 * Resolves to `{ server: { flavour, command, options } }` or, where it cannot be done, `{ reason }`.
 */
export async function mysqlTree({ log }) {
  const home = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const tree = join(home, 'kanban-flow', `mysql-${process.arch}`);
  if (!existsSync(tree)) {
    const source = debianUnstable();
    if (!source)
      return { reason: 'MySQL proper is fetched from Debian unstable, and this is no Debian machine' };
    log(`Fetching ${PACKAGE} from Debian unstable into ${tree} (60 MB, nothing gets installed) ...`);
    try {
      await fill(tree, source);
    } catch (error) {
      return { reason: `${PACKAGE} could not be fetched: ${String(error.stderr || error.message).trim()}` };
    }
  }
  return {
    server: { flavour: 'mysql', command: commandIn(tree), options: [`--basedir=${join(tree, 'usr')}`] },
  };
}

/** The line of a sources.list for the unstable suite, from the mirror that this machine already uses. */
function debianUnstable() {
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
    .find(([, suite, component]) => suites.includes(suite) && component === 'main')?.[0];
  const keyring = ['.pgp', '.gpg'].map((end) => KEYRING + end).find((file) => existsSync(file));
  return mirror && keyring && `deb [signed-by=${keyring}] ${mirror} unstable main\n`;
}

/** Made beside its place and renamed, so that an interrupted run leaves nothing that looks finished. */
async function fill(tree, source) {
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
      PACKAGE,
    ]);
    const packages = readdirSync(archives).filter((name) => /^(lib|mysql|zlib).*\.deb$/.test(name));
    for (const name of packages)
      await run('dpkg-deb', ['--extract', join(archives, name), join(work, 'tree')]);
    await run(commandIn(join(work, 'tree'))[0], [
      ...commandIn(join(work, 'tree')).slice(1),
      '--no-defaults',
      '--version',
    ]);
    if (!existsSync(tree)) renameSync(join(work, 'tree'), tree);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

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

function commandIn(tree) {
  const folder = readdirSync(join(tree, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'));
  const libraries = join(tree, 'usr/lib', folder);
  const loader = readdirSync(libraries).find((name) => /^ld-linux.*\.so/.test(name));
  return [join(libraries, loader), '--library-path', libraries, join(tree, 'usr/sbin/mysqld')];
}
