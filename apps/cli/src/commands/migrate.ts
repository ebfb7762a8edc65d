import { applyRoles, migrate, syncQueueViews } from '@kanban/schema';
import type { Command } from 'commander';
import type { Context } from '../context.ts';

/** `kanban migrate`: brings the database to what `sql/` says. */
export function addMigrate(program: Command, context: Context): void {
  program
    .command('migrate')
    .description('create the database and bring it up to date')
    .option('--no-roles', 'leave the roles and their grants alone (they need the right to create roles)')
    .addHelpText(
      'after',
      `
Safe to run at any time, from several places at once: it applies what is missing.

Examples:
  kanban migrate
  kanban migrate --no-roles`,
    )
    .action(async (options: { roles: boolean }) => {
      const url = context.config.databaseUrl;
      const report = await migrate(url, (line) => context.say(line));
      if (options.roles) await applyRoles(url);
      await context.withDatabase((pool) => syncQueueViews(pool, { grants: options.roles }));
      const count = report.migrations.length + report.repeatables.length;
      context.print(
        count === 0
          ? 'The database is up to date.'
          : `The database is up to date now: ${report.migrations.length} migrations, ${report.repeatables.length} triggers, routines and views.`,
      );
    });
}
