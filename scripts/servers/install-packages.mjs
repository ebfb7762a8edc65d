import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rootPrefix } from './as-root.mjs';
import { findBinary } from './find-binary.mjs';

const run = promisify(execFile);

/**
 * @typedef {'database' | 'dump' | 'redis' | 'browser' | 'galera' | 'postfix' | 'prometheus' | 'nginx' | 'caddy'} Wanted
 *
 * @typedef {object} Manager
 * @property {string} tool
 * @property {boolean} [asUser] It needs no root.
 * @property {Readonly<Record<Wanted, readonly string[]>>} packages
 * @property {(names: string) => string} script
 */

/**
 * What each package manager calls the things this project runs.
 * @type {readonly Manager[]}
 */
const MANAGERS = [
  {
    tool: 'apt-get',
    packages: {
      database: ['mariadb-server-core', 'mariadb-client-core'],
      dump: ['mariadb-client'],
      redis: ['redis-server'],
      browser: ['chromium', 'fonts-liberation'],
      galera: ['galera-4'],
      postfix: ['postfix'],
      // For promtool, which checks the alert rules.
      prometheus: ['prometheus'],
      nginx: ['nginx-light'],
      caddy: ['caddy'],
    },
    script: (names) => `
      # Debian starts a service as soon as it is installed, unless this file says no. Only files are wanted here.
      policy=/usr/sbin/policy-rc.d
      if [ ! -e $policy ]; then
        trap 'rm -f $policy' EXIT; trap 'exit 1' INT TERM
        printf '#!/bin/sh\\nexit 101\\n' > $policy; chmod 755 $policy
      fi
      export DEBIAN_FRONTEND=noninteractive
      # Postfix without a configuration of its own: there is nothing that a later boot could start.
      if command -v debconf-set-selections > /dev/null && [ ! -e /etc/postfix ]; then
        echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
      fi
      # One unreachable third-party source must not stop the rest.
      apt-get -q -o DPkg::Lock::Timeout=300 update || echo 'apt-get update had errors; going on with what it has.'
      apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends --no-remove ${names}`,
  },
  {
    tool: 'dnf',
    packages: {
      database: ['mariadb-server', 'mariadb'],
      dump: ['mariadb'],
      redis: ['valkey'],
      browser: ['chromium-headless'],
      galera: ['galera'],
      postfix: ['postfix'],
      prometheus: [],
      nginx: ['nginx-core'],
      caddy: ['caddy'],
    },
    script: (names) => `dnf install -y --setopt=install_weak_deps=False ${names}`,
  },
  {
    tool: 'brew',
    asUser: true,
    packages: {
      database: ['mariadb'],
      dump: ['mariadb'],
      redis: ['redis'],
      browser: [],
      galera: [],
      postfix: [],
      prometheus: ['prometheus'],
      nginx: ['nginx'],
      caddy: ['caddy'],
    },
    script: (names) => `brew install ${names}`,
  },
];

/**
 * Installs what `wanted` stands for with the system's package manager, after saying so. Resolves to undefined when that is
 * done, else to the reason why it is not.
 * @param {readonly Wanted[]} wanted
 * @param {{ log: (line: string) => void }} options
 */
export async function installPackages(wanted, { log }) {
  const manager = MANAGERS.find(({ tool }) => findBinary(tool));
  if (!manager)
    return `no package manager that this script knows (${MANAGERS.map((m) => m.tool).join(', ')})`;
  const names = wanted.flatMap((want) => manager.packages[want]).join(' ');
  if (!names) return `${manager.tool} has no ${wanted.join(', ')}`;
  const elevate = manager.asUser ? [] : rootPrefix();
  if (!elevate) return `${manager.tool} needs root or sudo without a password (it would install: ${names})`;

  log(`Installing with ${manager.tool}, nothing gets started as a service: ${names}`);
  const [file = '', ...args] = [...elevate, 'sh', '-c', manager.script(names)];
  try {
    await run(file, args, { maxBuffer: 1 << 28 });
    return undefined;
  } catch (error) {
    const output = `${error.stdout ?? ''}${error.stderr ?? ''}`.trimEnd().split('\n').slice(-8).join('\n');
    return `${manager.tool} failed to install ${names}:\n${output || error.message}`;
  }
}
