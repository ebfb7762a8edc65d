import { Readable } from 'node:stream';
import { ApiFailure, brokenOff, type Client, createClient, type Path, questions } from '@kanban/api';
import type { Command } from 'commander';
import { httpAddress } from '../config.ts';
import type { Context } from '../context.ts';
import { failureOfApi } from '../export/api-failure.ts';
import { writeWholeFile } from '../export/write-file.ts';
import { Unreachable } from '../failure.ts';

type Options = Readonly<Record<string, string | string[] | true | undefined>>;

/** `kanban export`: a table of the metrics API as CSV. */
export function addExport(program: Command, context: Context): void {
  const group = program
    .command('export')
    .description('write a table of the metrics API as CSV, to a file or to standard output')
    .addHelpText(
      'after',
      `
The API is API_URL, or the one that \`npm start\` runs. API_TOKEN is sent if it is set.

Examples:
  kanban export lead-time --from 2026-01-01 --to 2026-03-31 --out lead-time.csv
  kanban export cumulative-flow --interval week > flow.csv`,
    );
  for (const { path, rows } of Object.values(questions)) addTable(group, path, rows, context);
  // Loaded only now: the contracts take longer to load than all other commands.
  group.hook('preSubcommand', async (_, command) => {
    const { optionsOf } = await import('../export/options-of.ts');
    const asked = Object.values(questions).find(({ path }) => nameOf(path) === command.name());
    for (const { flags, description, isRepeated } of asked ? optionsOf(asked) : []) {
      if (isRepeated) command.option(flags, description, collected);
      else command.option(flags, description);
    }
  });
}

/** A table of several years takes long to begin. */
const TIMEOUT_MS = 300_000;

/** `--type story --type defect` asks for both. */
function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `/v1/lead-time` is `kanban export lead-time`. */
function nameOf(path: Path): string {
  return path.replace('/v1/', '').replaceAll('/', '-');
}

function addTable(group: Command, path: Path, rows: string, context: Context): void {
  const name = nameOf(path);
  group
    .command(name)
    .description(rows)
    .option('--out <file>', 'the file; it is written completely or not at all (default: standard output)')
    .option('--api <url>', 'the address of the metrics API (default: API_URL)')
    .addHelpText('after', `\nExample:\n  kanban export ${name} --stream main --out ${name}.csv`)
    .action(async ({ out, api, ...asked }: Options) => {
      const { apiUrl, apiToken } = context.config;
      const client = createClient({
        url: typeof api === 'string' ? httpAddress(api, '--api') : apiUrl,
        token: () => apiToken,
        signal: context.signal,
        timeoutMs: TIMEOUT_MS,
      });
      const parameters = Object.entries(asked).map(([parameter, value]) => [
        parameter,
        Array.isArray(value) ? value : String(value),
      ]);
      const address = client.addressOf(path, { format: 'csv', ...Object.fromEntries(parameters) });
      await write(client, address, typeof out === 'string' ? out : undefined, context);
    });
}

async function write(
  client: Client,
  address: string,
  file: string | undefined,
  context: Context,
): Promise<void> {
  const { body, headers } = await client.table(address).catch((error: unknown) => {
    throw failureOfApi(error);
  });
  try {
    if (file === undefined) {
      for await (const chunk of body ?? []) {
        if (!context.stdout.write(chunk))
          await new Promise((resolve) => context.stdout.once('drain', resolve));
      }
      return;
    }
    context.progress.stage(`Writing ${file}`);
    const bytes = await writeWholeFile(file, body ?? Readable.from([]), (count) =>
      context.progress.at(count),
    );
    context.progress.end();
    const asOf = headers.get('Kanban-As-Of');
    context.say(`${file}: ${bytes.toLocaleString('en')} bytes${asOf === null ? '' : `, as of ${asOf}`}.`);
  } catch (error) {
    const failure = brokenOff(error, client.url);
    throw failure instanceof ApiFailure ? new Unreachable(failure.message) : failure;
  }
}
