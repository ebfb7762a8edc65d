import { isoInstant } from '@kanban/schema';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import {
  type DeadLetter,
  dropDeadLetters,
  readDeadLetter,
  readDeadLetters,
  retryDeadLetters,
} from '../dead-letters/dead-letters.ts';
import { UsageError } from '../failure.ts';
import { counted } from '../terminal/counted.ts';
import { formatTable } from '../terminal/table.ts';

/** `kanban dead-letters`: what could not be delivered, to look at and to send again. */
export function addDeadLetters(program: Command, context: Context): void {
  const group = program
    .command('dead-letters')
    .description('list, show, send again or drop notifications that could not be delivered')
    .addHelpText(
      'after',
      `
Examples:
  kanban dead-letters list
  kanban dead-letters show 17
  kanban dead-letters retry 17 18
  kanban dead-letters retry --all
  kanban dead-letters drop 17`,
    );
  group
    .command('list')
    .description('the dead letters, the oldest first')
    .option('--dropped', 'also those that were dropped')
    .option('--json', 'as JSON, one object a line')
    .action(async (options: { dropped?: true; json?: true }) => {
      const letters = await context.withDatabase((pool) =>
        readDeadLetters(pool, { withDropped: options.dropped === true }),
      );
      for (const line of options.json ? letters.map(toJson) : asTable(letters)) context.print(line);
    });
  group
    .command('show')
    .description('all there is about one, with its payload')
    .argument('<id>', 'as list shows it', idArgument)
    .action(async (id: number) => {
      const letter = await context.withDatabase((pool) => readDeadLetter(pool, id));
      context.print(JSON.stringify(JSON.parse(toJson(letter)), null, 2));
    });
  group
    .command('retry')
    .description('send them again, with all their attempts')
    .argument('[ids...]', 'as list shows them', idsArgument)
    .option('--all', 'all that list shows')
    .action(async (ids: number[], options: { all?: true }) => {
      if (ids.length > 0 === (options.all === true))
        throw new UsageError('Name dead letters, or all of them with --all.');
      const count = await context.withDatabase(async (pool) =>
        retryDeadLetters(
          pool,
          options.all ? (await readDeadLetters(pool, { withDropped: false })).map(({ id }) => id) : ids,
        ),
      );
      // The relay does it: whether they arrive is for list to say.
      context.print(`${counted(count, 'delivery', 'deliveries')} will be sent again.`);
    });
  group
    .command('drop')
    .description('take them off the list; they are not sent again')
    .argument('<ids...>', 'as list shows them', idsArgument)
    .action(async (ids: number[]) => {
      const count = await context.withDatabase((pool) => dropDeadLetters(pool, ids));
      context.print(`${count} dropped.`);
    });
}

function asTable(letters: readonly DeadLetter[]): string[] {
  if (letters.length === 0) return ['There are no dead letters.'];
  const header = ['ID', 'DIED AT', 'TOPIC', 'RECIPIENT', 'ATTEMPTS', 'ERROR'];
  return formatTable([
    header,
    ...letters.map(({ id, diedAt, topic, recipient, attempts, lastError }) => [
      String(id),
      `${isoInstant(diedAt).slice(0, 19)}Z`,
      topic,
      recipient,
      String(attempts),
      lastError.replaceAll(/\s+/g, ' ').slice(0, 100),
    ]),
  ]);
}

function toJson(letter: DeadLetter): string {
  return JSON.stringify({ ...letter, diedAt: isoInstant(letter.diedAt) });
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
