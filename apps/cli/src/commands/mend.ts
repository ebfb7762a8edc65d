import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeHurt, findHurt, mendIds } from '../mend/mend-ids.ts';

/** `kanban mend`: repairs what a rebuild cannot. */
export function addMend(program: Command, context: Context): void {
  program
    .command('mend')
    .description('repair what a rebuild cannot')
    .command('ids')
    .description('renumber rows whose ids somebody chose before that was refused')
    .option('--dry-run', 'say what would be done, do nothing')
    .addHelpText(
      'after',
      `
For error 1467 on every INSERT (somebody chose an id near the end of the numbers: every row from 2^52 on gets one behind the
others, with all that refers to it), and for rows of audit_log that were put before older rows of their item (they get
ids behind all others, in the order of their chain). The id of a work item is part of the hashes of its log: that chain is made
anew, which is said. Afterwards every stream is rebuilt.
The board is closed meanwhile. Should this be killed, run \`kanban migrate\`, which opens it again, and then this once more.

Examples:
  kanban mend ids --dry-run
  kanban mend ids`,
    )
    .action(async (options: { dryRun?: true }) => {
      const hurt = options.dryRun
        ? await context.withDatabase(findHurt)
        : await mendIds(context.config.databaseUrl, context.print);
      const lines = describeHurt(hurt, options.dryRun === undefined);
      for (const line of lines.length === 0 ? ['No id needs mending.'] : lines) context.print(line);
    });
}
