import type { Command } from 'commander';
import { httpAddress } from '../config.ts';
import type { Context } from '../context.ts';
import { fetchCsv } from '../export/fetch-csv.ts';
import { commonOptions, type Report, reports } from '../export/reports.ts';
import { writeWholeFile } from '../export/write-file.ts';
import { Unreachable } from '../failure.ts';

type Options = Readonly<Record<string, string | true | undefined>>;

/** `kanban export`: a report of the metrics API as CSV. */
export function addExport(program: Command, context: Context): void {
  const group = program
    .command('export')
    .description('write a report of the metrics API as CSV, to a file or to standard output')
    .addHelpText(
      'after',
      `
The API is API_URL, or the one that \`npm start\` runs; API_TOKEN is sent when it is set.

Examples:
  kanban export lead-time --from 2026-01-01 --to 2026-03-31 --out lead-time.csv
  kanban export cumulative-flow --interval week > flow.csv`,
    );
  for (const report of reports) addReport(group, report, context);
}

function addReport(group: Command, report: Report, context: Context): void {
  const command = group.command(report.name).description(report.description);
  const asked = [...commonOptions, ...report.options];
  for (const { flags, description } of asked) command.option(flags, description);
  command
    .option('--bom', 'begin with a byte order mark, for spreadsheets that ask for one')
    .option('--out <file>', 'the file to write, whole or not at all (default: standard output)')
    .option('--api <url>', 'the address of the metrics API (default: API_URL)')
    .addHelpText(
      'after',
      `\nExample:\n  kanban export ${report.name} --stream main --from 2026-01-01 --out ${report.name}.csv`,
    )
    .action(async (options: Options) => {
      const base =
        typeof options.api === 'string' ? httpAddress(options.api, '--api') : context.config.apiUrl;
      const url = new URL(`${base}/v1/${report.name}?format=csv`);
      for (const { flags, parameter } of asked) {
        const value = options[attributeOf(flags)];
        if (typeof value === 'string') url.searchParams.set(parameter, value);
      }
      if (options.bom) url.searchParams.set('bom', 'true');
      await write(url, typeof options.out === 'string' ? options.out : undefined, context);
    });
}

/** `--start-queue <name>` → `startQueue`, as commander names it. */
function attributeOf(flags: string): string {
  return (flags.split(' ')[0] ?? '')
    .slice(2)
    .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

async function write(url: URL, file: string | undefined, context: Context): Promise<void> {
  const body = await fetchCsv(url, context.config.apiToken, context.signal);
  try {
    if (file === undefined) {
      for await (const chunk of body) {
        if (!context.stdout.write(chunk))
          await new Promise((resolve) => context.stdout.once('drain', resolve));
      }
      return;
    }
    context.progress.stage(`Writing ${file}`);
    const bytes = await writeWholeFile(file, body, (count) => context.progress.at(count));
    context.progress.end();
    context.say(`${file}: ${bytes.toLocaleString('en')} bytes.`);
  } catch (error) {
    // How fetch reports an answer that breaks off.
    if (error instanceof TypeError)
      throw new Unreachable(`The metrics API at ${url.origin} broke off its answer; try again.`);
    throw error;
  }
}
