import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeInTime, inTimeByDay } from '../due-days/in-time-by-day.ts';
import { describeSlaFlags, flagSlas } from '../housekeeping/flag-slas.ts';

/** `kanban sla`: deadlines of open items. */
export function addSla(program: Command, context: Context): void {
  const sla = program
    .command('sla')
    .description('flag open items that are at risk of missing their deadline, or have missed it')
    .addHelpText('after', '\nExamples:\n  kanban sla flag\n  kanban sla days');
  sla
    .command('days')
    .description('list the items that are in time only because their due date is a whole day')
    .addHelpText(
      'after',
      `
A due date at 00:00:00.000000 means that whole day in the zone of the stream. If it meant midnight in UTC, these items would be
late. One line per item, separated by tabs: stream, reference, day, and when it was finished (or "open").`,
    )
    .action(async () => {
      for (const item of await context.withDatabase((pool) => inTimeByDay(pool, context.say)))
        context.print(describeInTime(item));
    });
  sla
    .command('flag')
    .description('check all open items now; each flag is set once and writes an event')
    .addHelpText(
      'after',
      `
\`kanban housekeeping\` does this regularly. The deadline is the due date, else the target of
sla_policies, in working time if the policy says so. Several of these commands may run at the same time.`,
    )
    .action(async () => {
      const { progress, say: log } = context;
      const counts = await context.withDatabase((pool) => flagSlas(pool, { progress, log }));
      context.print(`New: ${describeSlaFlags(counts)}.`);
    });
}
