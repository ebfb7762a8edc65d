import type { Command } from 'commander';
import { numberFrom } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams } from '../history/streams.ts';
import { counted } from '../terminal/counted.ts';
import { brokenChainsCheck, findBrokenChains } from '../verify/broken-chains.ts';
import { bulkSessionsCheck, findBulkSessions } from '../verify/bulk-sessions.ts';
import { checks } from '../verify/checks.ts';
import type { Findings } from '../verify/compare.ts';
import { readNameNotes } from '../verify/names.ts';
import { readLockHolders } from '../verify/open-transactions.ts';
import { readOverloaded } from '../verify/overloaded.ts';
import { findFaults, serverCheck } from '../verify/server.ts';
import { inSnapshot } from '../verify/snapshot.ts';
import { findUnreadableDates, unreadableDatesCheck } from '../verify/unreadable-dates.ts';
import { findUnsoundRows, unsoundRowsCheck } from '../verify/unsound-rows.ts';
import { findBrokenBatches, wholeBatchesCheck } from '../verify/whole-batches.ts';

/** `kanban verify`: holds counters, places and projections against a replay of `audit_log`, and its rows against their chain. */
export function addVerify(program: Command, context: Context): void {
  program
    .command('verify')
    .description('compare counters and projections with a replay of the audit log')
    .option('--stream <name>', 'only this value stream (default: all of them)')
    .option('--show <number>', 'differences shown of each check', numberFrom(1, { whole: true }), 10)
    .addHelpText(
      'after',
      `
Reads one consistent snapshot and locks nothing. Exit code 1 when there are differences; \`kanban rebuild\` repairs
counters and projections. Of each item whose chain in audit_log is broken the first broken link is named: someone
changed, deleted or put in rows past the triggers. Rows of an import may be missing only where config_history names them: those
that \`kanban import --undo\` or \`kanban streams remove\` took out.
Bulk work that has not ended counts as a difference too: what it touched is not counted yet.
Rows that the database would not take today (orphans, against a rule, no such zone, ids from 2^52 on) are differences too.
Names that look alike, and names with blanks at an end or characters nobody sees from before names were checked, are noted.
Transactions that hold locks for more than five minutes, or were prepared by XA and left behind, are named in notes.

Examples:
  kanban verify
  kanban verify --stream main --show 100`,
    )
    .action(async (options: { stream?: string; show: number }) => {
      const found = { drift: 0, brokenChains: 0, bulkSessions: 0, dates: 0, unsound: 0, server: 0 };
      const tell = (name: string, { count, lines }: Findings) => {
        context.progress.end();
        context.print(`${name}: ${count === 0 ? 'ok' : counted(count, 'difference')}`);
        for (const line of lines) context.print(`  ${line}`);
        if (count > lines.length) context.print(`  … and ${count - lines.length} more (--show)`);
        return count;
      };
      await context.withDatabase((pool) =>
        inSnapshot(pool, async (connection) => {
          for (const stream of await readStreams(connection, options.stream)) {
            for (const check of checks) {
              const name = `${stream.name}: ${check.name}`;
              context.progress.stage(name);
              found.drift += tell(name, await check.run(connection, stream, options.show));
            }
            const name = `${stream.name}: ${brokenChainsCheck}`;
            context.progress.stage(name);
            found.brokenChains += tell(name, await findBrokenChains(connection, stream, options.show));
            for (const line of await readOverloaded(connection, stream))
              context.print(`${stream.name}: ${line}`);
          }
          context.progress.stage(wholeBatchesCheck);
          found.brokenChains += tell(wholeBatchesCheck, await findBrokenBatches(connection, options.show));
          context.progress.stage('names');
          for (const line of await readNameNotes(connection, options.show)) {
            context.progress.end();
            context.print(line);
          }
          found.dates = tell(unreadableDatesCheck, await findUnreadableDates(connection, options.show));
          found.unsound = tell(unsoundRowsCheck, await findUnsoundRows(connection, options.show));
          found.bulkSessions = tell(bulkSessionsCheck, await findBulkSessions(connection, options.show));
          found.server = tell(serverCheck, await findFaults(connection));
          for (const line of await readLockHolders(connection)) context.print(line);
        }),
      );
      const total =
        found.drift + found.brokenChains + found.dates + found.unsound + found.bulkSessions + found.server;
      if (total === 0) return;
      const remedies = [
        ...(found.drift > 0 ? ['`kanban rebuild` makes counters and projections again'] : []),
        ...(found.brokenChains > 0
          ? [
              'the audit log is not as it was written, hold it against a backup (a rebuild does not mend that)',
            ]
          : []),
        ...(found.server > 0 ? ['the server is not set as the board needs it, see above'] : []),
        ...(found.dates > 0 ? ['give each row that is named a date within these, or NULL'] : []),
        ...(found.unsound > 0 ? ['change or delete the rows that are named'] : []),
        ...(found.bulkSessions > 0 ? ['bulk work has not ended, see above'] : []),
      ];
      throw new Refused(`${counted(total, 'difference')} found; ${remedies.join('; ')}.`);
    });
}
