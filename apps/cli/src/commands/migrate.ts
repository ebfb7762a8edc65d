import { applyRoles, migrate, syncQueueViews } from '@kanban/schema';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeChangedVerdicts, dueDaysMigration, inTimeByDay } from '../due-days/in-time-by-day.ts';

/** `kanban migrate`: brings the database to what `sql/` says. */
export function addMigrate(program: Command, context: Context): void {
  program
    .command('migrate')
    .description('create the database and bring it up to date')
    .option('--no-roles', 'leave the roles and their grants alone (they need the right to create roles)')
    .option('--no-events', "leave the server's event scheduler alone: run `kanban housekeeping` instead")
    .addHelpText(
      'after',
      `
Safe to run at any time, from several places at once: it applies what is missing. Where the server is too old or set so that it
would break a rule, or the login lacks a right, it says so and does nothing.

Examples:
  kanban migrate
  kanban migrate --no-roles`,
    )
    .action(async (options: { roles: boolean; events: boolean }) => {
      const url = context.config.databaseUrl;
      const report = await migrate(url, (line) => context.say(line), undefined, options);
      if (options.roles) await applyRoles(url);
      await context.withDatabase((pool) => syncQueueViews(pool, { grants: options.roles }));
      const count = report.migrations.length + report.repeatables.length;
      context.print(
        count === 0
          ? 'The database is up to date.'
          : `The database is up to date now: ${report.migrations.length} migrations, ${report.repeatables.length} triggers, routines and views.`,
      );
      if (report.migrations.includes(dueDaysMigration)) {
        const items = await context.withDatabase((pool) => inTimeByDay(pool, context.say));
        for (const line of describeChangedVerdicts(items)) context.print(line);
      }
    });
}
