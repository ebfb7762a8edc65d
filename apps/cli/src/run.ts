import type { Environment } from '@kanban/service/settings';
import { Command, CommanderError } from 'commander';
import { addAnnotations } from './commands/annotations.ts';
import { addCanary } from './commands/canary.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addEndpoints } from './commands/endpoints.ts';
import { addExport } from './commands/export.ts';
import { addHousekeeping } from './commands/housekeeping.ts';
import { addImport } from './commands/import.ts';
import { addMembers } from './commands/members.ts';
import { addMend } from './commands/mend.ts';
import { addMigrate } from './commands/migrate.ts';
import { addObjectives } from './commands/objectives.ts';
import { addPreview } from './commands/preview.ts';
import { addPrune } from './commands/prune.ts';
import { addQueues } from './commands/queues.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addReport } from './commands/report.ts';
import { addSettings } from './commands/settings.ts';
import { addSimulate } from './commands/simulate.ts';
import { addSla } from './commands/sla.ts';
import { addStreams } from './commands/streams.ts';
import { addSubscriptions } from './commands/subscriptions.ts';
import { addVerify } from './commands/verify.ts';
import { readConfig } from './config.ts';
import { type Context, createContext, type Streams } from './context.ts';
import { describeFailure, exitCodes } from './failure.ts';

/** In the order of the help. */
const commands = [
  addMigrate,
  addImport,
  addExport,
  addReport,
  addSimulate,
  addVerify,
  addRebuild,
  addMend,
  addHousekeeping,
  addDeadLetters,
  addPrune,
  addCanary,
  addEndpoints,
  addPreview,
  addStreams,
  addQueues,
  addMembers,
  addSubscriptions,
  addSettings,
  addObjectives,
  addSla,
  addAnnotations,
];

/** Runs one command line (without `node` and the script) and resolves to its exit code. Never throws. */
export async function run(
  args: readonly string[],
  streams: Streams,
  environment?: Environment,
): Promise<number> {
  const config = readConfig(environment);
  const context = createContext(config, streams);
  try {
    await createProgram(context, streams).parseAsync([...args], { from: 'user' });
    context.progress.end();
    return exitCodes.ok;
  } catch (error) {
    context.progress.clear();
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (streams.signal?.aborted) {
      streams.stderr.write('Stopped. Unfinished work was undone.\n');
      return exitCodes.stopped;
    }
    const { exitCode, sentence } = describeFailure(error, environment?.DATABASE_URL ?? databaseUrlOf(config));
    streams.stderr.write(`${sentence}\n`);
    if (config.isDebugging) streams.stderr.write(`${(error as Error).stack}\n`);
    return exitCode;
  }
}

function databaseUrlOf(config: { readonly databaseUrl: string }): string | undefined {
  try {
    return config.databaseUrl;
  } catch {
    return undefined;
  }
}

function createProgram(context: Context, { stdout, stderr }: Streams): Command {
  const program = new Command('kanban')
    .description('Kanban Flow: a board that lives in a MySQL database.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    })
    .showHelpAfterError('(--help shows the commands and options)')
    .addHelpText(
      'after',
      `
The database is DATABASE_URL, or the one that \`npm start\` runs.
Exit codes: 0 done; 1 differences found or input refused; 2 wrong usage; 3 server not reachable; 130 stopped.`,
    );
  for (const add of commands) add(program, context);
  return program;
}
