import { characters } from '@kanban/domain';
import { dropDeadLetters, retryDeadLetters } from '@kanban/ledger';
import { type Command, InvalidArgumentError } from 'commander';
import type { Pool } from 'mysql2/promise';
import { ageSeconds } from '../arguments/age.ts';
import type { Context } from '../context.ts';
import { type Filter, readAttempts, readDeadLetter, readDeadLetters } from '../dead-letters/dead-letters.ts';
import { asJson, asStory, asTable } from '../dead-letters/describe.ts';
import { UsageError } from '../failure.ts';
import { counted } from '../terminal/counted.ts';

interface Selection extends Filter {
  readonly all?: true;
  readonly yes?: true;
}

/** `kanban dead-letters`: shows, sends again or drops what could not be delivered. */
export function addDeadLetters(program: Command, context: Context): void {
  const group = program
    .command('dead-letters')
    .description('list, show, send again or drop messages that could not be delivered')
    .addHelpText(
      'after',
      `
Dead letters named by number are changed at once. With --all or a filter, the command says how many it will change and asks;
--yes skips the question. Exit code 1: a number is not that of a dead letter, and nothing was changed.

Examples:
  kanban dead-letters list --channel email --older-than 7d
  kanban dead-letters show 17
  kanban dead-letters retry 17 18
  kanban dead-letters retry --recipient '*@example.com' --newer-than 2h
  kanban dead-letters drop 17 --reason 'left the company'
  kanban dead-letters drop --all --topic 'queue.*' --reason 'old news' --yes`,
    );
  filtered(group.command('list').description('the dead letters, oldest first'))
    .option('--dropped', 'also dropped ones')
    .option('--json', 'as JSON, one object per line')
    .action(async ({ dropped, json, ...filter }: Filter & { dropped?: true; json?: true }) => {
      const letters = await context.withDatabase((pool) =>
        readDeadLetters(pool, { ...filter, withDropped: dropped === true }),
      );
      for (const line of json ? letters.map((letter) => asJson(letter)) : asTable(letters))
        context.print(line);
    });
  group
    .command('show')
    .description('one dead letter: its event, and the answer of the server to each attempt')
    .argument('<id>', 'as list shows it', idArgument)
    .option('--json', 'as JSON')
    .action(async (id: number, { json }: { json?: true }) => {
      await context.withDatabase(async (pool) => {
        const letter = await readDeadLetter(pool, id);
        const attempts = await readAttempts(pool, id);
        for (const line of json ? [asJson(letter, attempts)] : asStory(letter, attempts)) context.print(line);
      });
    });
  selecting(group.command('retry').description('send them again, with a full number of attempts')).action(
    async (ids: number[], selection: Selection) => {
      await context.withDatabase(async (pool) => {
        const chosen = await choose(pool, ids, selection, 'Send', 'again', context);
        if (!chosen) return;
        // The relay sends them; `list` shows whether they arrived.
        const count = await retryDeadLetters(pool, chosen);
        context.print(`${counted(count, 'delivery', 'deliveries')} will be sent again.`);
      });
    },
  );
  selecting(group.command('drop').description('take them off the list; they are not sent again'))
    .requiredOption('--reason <text>', 'why; stored with them', reasonArgument)
    .action(async (ids: number[], { reason, ...selection }: Selection & { reason: string }) => {
      await context.withDatabase(async (pool) => {
        const chosen = await choose(pool, ids, selection, 'Drop', 'for good', context);
        if (chosen) context.print(`${await dropDeadLetters(pool, chosen, reason)} dropped.`);
      });
    });
}

function filtered(command: Command): Command {
  return command
    .option('--topic <topic>', "only of this topic, or of a pattern: 'queue.*'")
    .option('--channel <name>', 'only by this channel')
    .option('--recipient <address>', "only to this recipient, or to a pattern: '*@example.com'")
    .option('--older-than <age>', 'only those that died longer ago than: 30d, 12h, 15m', ageSeconds)
    .option('--newer-than <age>', 'only those that died more recently than: 30d, 12h, 15m', ageSeconds);
}

function selecting(command: Command): Command {
  return filtered(command.argument('[ids...]', 'as list shows them', idsArgument))
    .option('--all', 'all that `list` shows')
    .option('--yes', 'do not ask');
}

/** The chosen ids; undefined if the person says no. */
async function choose(
  pool: Pool,
  ids: readonly number[],
  { all, yes, ...filter }: Selection,
  verb: string,
  how: string,
  context: Context,
): Promise<readonly number[] | undefined> {
  const isFiltered = Object.keys(filter).length > 0;
  if (ids.length > 0 === (all === true || isFiltered))
    throw new UsageError('Name dead letters, or choose them with --all or a filter.');
  if (ids.length > 0) return ids;
  const letters = await readDeadLetters(pool, filter);
  const chosen = letters.map(({ id }) => id);
  const question = `${verb} ${counted(chosen.length, 'dead letter')} ${how}?`;
  if (chosen.length === 0 || yes === true || (await context.confirm(question))) return chosen;
  context.print('Nothing was changed.');
  return undefined;
}

function idArgument(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new InvalidArgumentError('It must be the number of a dead letter.');
  return id;
}

function idsArgument(text: string, before: number[] | undefined): number[] {
  return [...(before ?? []), idArgument(text)];
}

function reasonArgument(text: string): string {
  if (text.trim() === '' || characters(text.trim()) > 255)
    throw new InvalidArgumentError('It must be a text of at most 255 characters.');
  return text.trim();
}
