import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Another commit of this repository in a temporary folder, as far as it is needed to make its database. */
export interface Checkout {
  /** The commit's short hash and subject. */
  readonly name: string;
  /** Its metrics API, to be started. */
  readonly program: string;
  /** Makes the database at `url` as that commit makes a new one. */
  migrate(url: string): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Checks `revision` out beside the working tree, with the packages installed here but its own workspaces. Throws what git says if
 * there is no such commit.
 */
export async function checkOut(revision: string): Promise<Checkout> {
  const git = (...args: string[]) => run('git', args, { cwd: root });
  const { stdout: name } = await git('log', '-1', '--format=%h %s', revision, '--');
  const temporary = await mkdtemp(join(tmpdir(), 'kanban-against-'));
  const folder = join(temporary, 'tree');
  const remove = async () => {
    await rm(temporary, { recursive: true, force: true });
    await git('worktree', 'prune');
  };
  try {
    await git('worktree', 'add', '--detach', folder, revision);
    await linkPackages(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    name: name.trim(),
    program: join(folder, 'apps/metrics-api/src/main.ts'),
    migrate: async (url) => {
      const script = `import { migrate } from ${JSON.stringify(join(folder, 'packages/schema/src/index.ts'))};
        await migrate(process.env.DATABASE_URL);`;
      const env = { ...process.env, DATABASE_URL: url };
      await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder, env });
    },
    remove,
  };
}

/** Its node_modules: a link to each package of ours, but to its own workspaces. */
async function linkPackages(folder: string): Promise<void> {
  const ours = join(root, 'node_modules');
  const theirs = join(folder, 'node_modules');
  await mkdir(join(theirs, '@kanban'), { recursive: true });
  for (const name of await readdir(ours)) {
    if (name !== '@kanban') await symlink(join(ours, name), join(theirs, name));
  }
  for (const place of ['packages', 'apps'] as const) {
    for (const name of await readdir(join(folder, place)))
      await symlink(join(folder, place, name), join(theirs, '@kanban', name));
  }
  // The workspace of the rules and migrations, which early commits do not have.
  await symlink(join(folder, 'sql'), join(theirs, '@kanban', 'board'));
}
