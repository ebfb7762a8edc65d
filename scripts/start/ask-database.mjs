import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NODE24, ROOT } from '../paths.mjs';

const exec = promisify(execFile);

/**
 * Runs scripts/start/questions/NAME.mjs, which may use the project's packages (and so Node 24), and resolves
 * to its default export's answer for `url` and `argument`. The address goes by the environment: a command
 * line can be seen by every user of the machine.
 * @param {'create-logins' | 'example-move' | 'is-empty'} name
 * @param {string} url
 * @param {unknown} [argument]
 */
export async function askDatabase(name, url, argument = null) {
  const code = `
    const { default: ask } = await import(${JSON.stringify(join(ROOT, 'scripts/start/questions', `${name}.mjs`))});
    console.log(JSON.stringify((await ask(process.env.DATABASE_URL, JSON.parse(process.env.ARGUMENT))) ?? null));`;
  const env = { ...process.env, DATABASE_URL: url, ARGUMENT: JSON.stringify(argument) };
  const { stdout } = await exec(NODE24, ['--input-type=module', '--eval', code], { cwd: ROOT, env });
  return JSON.parse(stdout);
}
