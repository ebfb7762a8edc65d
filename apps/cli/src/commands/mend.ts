import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeHurt, findHurt, mendIds } from '../mend/mend-ids.ts';

/** `kanban mend`: repairs damage that a rebuild cannot repair. */
export function addMend(program: Command, context: Context): void {
  program
    .command('mend')
    .description('repair damage that a rebuild cannot repair')
    .command('ids')
    .description('renumber rows whose ids a client chose before the database refused that')
    .option('--dry-run', 'show what it would change, and change nothing')
    .addHelpText(
      'after',
      `
It repairs two kinds of damage:
- Error 1467 on every INSERT, because a client chose an id near the end of the range. Every row from 2^52 on gets an id after the
  others, also in the rows that refer to it.
- Rows of audit_log with smaller ids than older rows of the same item. They get ids after all others, in the order of their chain.
The id of a work item is part of the hashes of its log, so the command computes that chain again and says so. At the end it
rebuilds every stream. The board is closed meanwhile. If the command is killed, run \`kanban migrate\`, which opens the board, and
then this command again.

Examples:
  kanban mend ids --dry-run
  kanban mend ids`,
    )
    .action(async (options: { dryRun?: true }) => {
      const hurt = options.dryRun
        ? await context.withDatabase(findHurt)
        : await mendIds(context.config.databaseUrl, context.print);
      const lines = describeHurt(hurt, options.dryRun === undefined);
      for (const line of lines.length === 0 ? ['No id needs a repair.'] : lines) context.print(line);
    });
}
