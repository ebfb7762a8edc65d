import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeInTime, inTimeByDay } from '../due-days/in-time-by-day.ts';
import { describeSlaFlags, flagSlas } from '../housekeeping/flag-slas.ts';

/** `kanban sla`: what is said of deadlines. */
export function addSla(program: Command, context: Context): void {
  const sla = program
    .command('sla')
    .description('flag open items that are at risk of missing their deadline, or have missed it')
    .addHelpText('after', '\nExamples:\n  kanban sla flag\n  kanban sla days');
  sla
    .command('days')
    .description('list the items that are in time because their due date is a day, which lasts to its end')
    .addHelpText(
      'after',
      `
A due date at 00:00:00.000000 is that day, to its end in the zone of the stream. By the midnight in UTC that it begins with
these items would be late. A line an item, with tabs between: stream, reference, day, when it was finished or open.`,
    )
    .action(async () => {
      for (const item of await context.withDatabase((pool) => inTimeByDay(pool, context.say)))
        context.print(describeInTime(item));
    });
  sla
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
