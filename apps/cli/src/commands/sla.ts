import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeSlaFlags, flagSlas } from '../housekeeping/flag-slas.ts';

/** `kanban sla`: what is said of deadlines. */
export function addSla(program: Command, context: Context): void {
  program
    .command('sla')
    .description('flag open items that are at risk of missing their deadline, or have missed it')
    .addHelpText('after', '\nExample:\n  kanban sla flag')
    .command('flag')
    .description('look at all open items now; each is flagged once, and told of by the outbox')
    .addHelpText(
      'after',
      `
\`kanban housekeeping\` does this regularly. Deadlines are due dates, else the targets of sla_policies, in the working time of the
stream where a policy says so. Any number may run at the same time.`,
    )
    .action(async () => {
      const { progress, say: log } = context;
      const counts = await context.withDatabase((pool) => flagSlas(pool, { progress, log }));
      context.print(`New: ${describeSlaFlags(counts)}.`);
    });
}
