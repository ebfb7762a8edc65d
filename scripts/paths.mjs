import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** All that the scripts keep: data folders, logs, addresses. Another one makes a second, separate instance. */
export const STATE = resolve(ROOT, process.env.KANBAN_STATE || '.kanban');
/** Makes STATE, for this user alone: there are databases without passwords in it, their sockets, and mails. */
export function makeState() {
  mkdirSync(STATE, { recursive: true, mode: 0o700 });
  // One from before, or made by somebody's umask.
  chmodSync(STATE, 0o700);
  return STATE;
}

/** Node 24, which npm installs; the scripts themselves run on any Node from 20 on. */
export const NODE24 = join(ROOT, 'node_modules/node/bin/node');

/** The command for npm: the one that runs this script, else what PATH has. */
export function npm() {
  return process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
}
