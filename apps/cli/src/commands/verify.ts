import { largest } from '@kanban/domain';
import type { Command } from 'commander';
import type { PoolConnection } from 'mysql2/promise';
import { numberFrom } from '../arguments/numbers.ts';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams } from '../history/streams.ts';
import { counted } from '../terminal/counted.ts';
import { bulkSessionsCheck, findBulkSessions } from '../verify/bulk-sessions.ts';
import { checkStreams, StreamFindings } from '../verify/check-streams.ts';
import { checks } from '../verify/checks.ts';
import type { Findings } from '../verify/compare.ts';
import { inParallel } from '../verify/in-parallel.ts';
import { readNameNotes } from '../verify/names.ts';
import { readLockHolders } from '../verify/open-transactions.ts';
import { readOverloaded } from '../verify/overloaded.ts';
import { findFaults, serverCheck } from '../verify/server.ts';
import { inSnapshot } from '../verify/snapshot.ts';
import { findUnreadableDates, unreadableDatesCheck } from '../verify/unreadable-dates.ts';
import { findUnsoundRows, unsoundRowsCheck } from '../verify/unsound-rows.ts';
import { findBrokenBatches, wholeBatchesCheck } from '../verify/whole-batches.ts';

/** `kanban verify`: compares counters, places and projections with a replay of `audit_log`, and checks its chains. */
export function addVerify(program: Command, context: Context): void {
  program
    .command('verify')
    .description('compare counters and projections with a replay of the audit log')
    .option('--stream <name>', 'only this value stream (default: all of them)')
    .option(
      '--show <number>',
      'number of differences to show for each check',
      numberFrom(1, { whole: true }),
      10,
    )
    .addHelpText(
      'after',
      `
Reads consistent snapshots on two connections and locks nothing. Exit code 1 means that there are differences:
- counters and projections that differ from the log; \`kanban rebuild\` repairs them;
- the first broken link of each broken chain in audit_log: somebody changed, deleted or inserted rows without the triggers;
- missing rows of an import, unless config_history names them as taken out by \`kanban import --undo\` or
  \`kanban streams remove\`;
- bulk work that has not ended, because its changes are not counted yet;
- rows that the database would refuse today: orphans, broken rules, unknown zones, ids from 2^52 on.
Notes, which do not change the exit code: names that look alike, older names with blanks at an end or invisible characters, and
transactions that hold locks for more than five minutes or were left behind by XA PREPARE.

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
      await context.withDatabase(async (pool) => {
        const ofStreams = new StreamFindings();
        const ofAll = new Map<string, Findings>();
        const [streams, tasks] = await inSnapshot(pool, async (connection) => {
          const asked = await readStreams(connection, options.stream);
          return [asked, await checkStreams(connection, asked, options.show, ofStreams)];
        });
        // Each of them reads all tables.
        const weight = largest(
          tasks.map((task) => task.weight),
          1,
        );
        const whole = (
          name: string,
          find: (connection: PoolConnection, show: number) => Promise<Findings>,
        ) => ({
          weight,
          run: async (connection: PoolConnection) => {
            ofAll.set(name, await find(connection, options.show));
          },
        });
        const all = [
          ...tasks,
          whole(wholeBatchesCheck, findBrokenBatches),
          whole(unreadableDatesCheck, findUnreadableDates),
          whole(unsoundRowsCheck, findUnsoundRows),
          whole('names', async (connection, show) => ({
            count: 0,
            lines: await readNameNotes(connection, show),
          })),
        ];
        context.progress.stage(
          'Comparing',
          all.reduce((sum, task) => sum + task.weight, 0),
        );
        await inParallel(pool, all, (done) => context.progress.at(done));
        const foundIn = (name: string) => ofAll.get(name) ?? { count: 0, lines: [] };
        await inSnapshot(pool, async (connection) => {
          for (const stream of streams) {
            for (const check of checks) {
              const count = tell(`${stream.name}: ${check.name}`, ofStreams.of(stream, check));
              found[check.finds === 'drift' ? 'drift' : 'brokenChains'] += count;
            }
            for (const line of await readOverloaded(connection, stream))
              context.print(`${stream.name}: ${line}`);
          }
          found.brokenChains += tell(wholeBatchesCheck, foundIn(wholeBatchesCheck));
          for (const line of foundIn('names').lines) context.print(line);
          found.dates = tell(unreadableDatesCheck, foundIn(unreadableDatesCheck));
          found.unsound = tell(unsoundRowsCheck, foundIn(unsoundRowsCheck));
          found.bulkSessions = tell(bulkSessionsCheck, await findBulkSessions(connection, options.show));
          found.server = tell(serverCheck, await findFaults(connection));
          for (const line of await readLockHolders(connection)) context.print(line);
        });
      });
      const total =
        found.drift + found.brokenChains + found.dates + found.unsound + found.bulkSessions + found.server;
      if (total === 0) return;
      const remedies = [
        ...(found.drift > 0 ? ['`kanban rebuild` computes counters and projections again'] : []),
        ...(found.brokenChains > 0
          ? ['the audit log was changed, compare it with a backup (a rebuild does not repair it)']
          : []),
        ...(found.server > 0
          ? ['the server does not have the settings that the board needs, see above']
          : []),
        ...(found.dates > 0 ? ['give each of these rows a date within the range, or NULL'] : []),
        ...(found.unsound > 0 ? ['change or delete the rows named above'] : []),
        ...(found.bulkSessions > 0 ? ['bulk work has not ended, see above'] : []),
      ];
      throw new Refused(`${counted(total, 'difference')} found; ${remedies.join('; ')}.`);
    });
}
