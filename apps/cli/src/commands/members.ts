import { aligned } from '@kanban/domain/text';
import { type Command, InvalidArgumentError } from 'commander';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { nameArgument } from '../arguments/name.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { examplesOf } from '../terminal/examples-of.ts';

const examples = `
The name of a member is the login without its host, or the name that an application gives in @kanban_actor. A rename changes items,
limits, managers and subscriptions in one transaction; the log and the history keep the old name.

Examples:
  kanban members list
  kanban members add ada --display-name "Ada Lovelace" --email ada@example.com --fast-track
  kanban members rename ada ada.lovelace
  kanban members remove ada`;

interface AddOptions {
  readonly displayName: string;
  readonly email?: string;
  readonly fastTrack?: true;
  readonly speakForOthers?: true;
}

/** `kanban members`: the people and applications of the board. */
export function addMembers(program: Command, context: Context): void {
  const group = program
    .command('members')
    .description('list, add, rename and remove members')
    .addHelpText('after', examples);
  const command = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .addHelpText('after', `\nExamples:\n${examplesOf(examples, `members ${name}`)}`);
  const change = (work: (pool: Pool) => Promise<string>) =>
    context.withDatabase(async (pool) => context.print(await work(pool)));

  command('list', 'the members with their address, their rights and their number of items').action(
    async () => {
      const rows = await context.withDatabase(readAll);
      for (const line of aligned([['NAME', 'DISPLAY NAME', 'E-MAIL', 'MAY', 'ITEMS'], ...rows]))
        context.print(line);
    },
  );
  command('add', 'add a member')
    .argument('<name>', 'at most 128 characters', nameArgument(128))
    .option('--display-name <text>', 'the name that people see', nameArgument(128), '')
    .option('--email <address>', 'the address for their mails', addressArgument)
    .option('--fast-track', 'may make moves that the workflow does not list')
    .option('--speak-for-others', 'may act for other people: for an application that knows its users')
    .action((name: string, { displayName, email, fastTrack, speakForOthers }: AddOptions) =>
      change(async (pool) => {
        if ((await readNames(pool)).includes(name)) throw new Refused(`A member ${name} exists already.`);
        await pool.query(
          'INSERT INTO members (name, display_name, email, may_fast_track, may_speak_for_others) VALUES (?)',
          [[name, displayName, email ?? null, fastTrack === true, speakForOthers === true]],
        );
        return `${name} is now a member.`;
      }),
    );
  command('rename', 'rename a member everywhere; history keeps the old name')
    .argument('<name>')
    .argument('<new-name>', 'at most 128 characters', nameArgument(128))
    .action((name: string, newName: string) =>
      change(async (pool) => {
        await refuseUnknown(pool, name);
        await pool.query('UPDATE members SET name = ? WHERE name = ?', [newName, name]);
        return `${name} is now called ${newName}.`;
      }),
    );
  command('remove', 'remove a member; items stay assigned, and the log keeps what they did')
    .argument('<name>')
    .action((name: string) =>
      change(async (pool) => {
        await refuseUnknown(pool, name);
        await pool.query('DELETE FROM members WHERE name = ?', [name]);
        return `${name} is removed.`;
      }),
    );
}

async function readAll(pool: Pool): Promise<string[][]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT m.name, m.display_name AS displayName, m.email, m.may_fast_track AS mayFastTrack,
       m.may_speak_for_others AS maySpeak, COALESCE(held.items, 0) AS items
     FROM members m LEFT JOIN (
       SELECT assignee, SUM(current_wip) AS items FROM person_wip GROUP BY assignee
     ) held ON held.assignee = m.name ORDER BY m.name`,
  );
  return rows.map(({ name, displayName, email, mayFastTrack, maySpeak, items }) => [
    name,
    displayName,
    email ?? '',
    [...(mayFastTrack ? ['fast track'] : []), ...(maySpeak ? ['speak for others'] : [])].join(', '),
    String(items),
  ]);
}

async function readNames(pool: Pool): Promise<string[]> {
  const [rows] = await pool.query<RowDataPacket[]>('SELECT name FROM members ORDER BY name');
  return rows.map((row) => String(row.name));
}

async function refuseUnknown(pool: Pool, name: string): Promise<void> {
  const names = await readNames(pool);
  if (!names.includes(name))
    throw new Refused(`There is no member ${name}; there are: ${names.join(', ') || 'none'}.`);
}

function addressArgument(text: string): string {
  if (!/^[^@\s,;:<>()"]+@[^@\s,;:<>()"]+$/.test(text))
    throw new InvalidArgumentError('It must be one e-mail address, without a name.');
  return text;
}
