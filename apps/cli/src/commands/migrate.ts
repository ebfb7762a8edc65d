import { applyRoles, migrate, syncQueueViews } from '@kanban/schema';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { describeChangedVerdicts, dueDaysMigration, inTimeByDay } from '../due-days/in-time-by-day.ts';

/** `kanban migrate`: creates the database or upgrades it to the files in `sql/`. */
export function addMigrate(program: Command, context: Context): void {
  program
    .command('migrate')
    .description('create the database, or upgrade it')
    .option('--no-roles', 'do not create roles and grants (this needs the right to create roles)')
    .option('--no-events', "do not use the server's event scheduler; run `kanban housekeeping` instead")
    .addHelpText(
      'after',
      `
It applies what is missing. It may run at any time, also several times at once. If the server is too old or has unsuitable
settings, or if the login lacks a right, it says so and changes nothing.

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
