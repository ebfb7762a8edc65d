import { askReport, type ReportRequest, renderReportFile } from '@kanban/report';
import { type Command, Option } from 'commander';
import { httpAddress } from '../config.ts';
import type { Context } from '../context.ts';
import { failureOfApi } from '../export/api-failure.ts';
import { writeWholeFile } from '../export/write-file.ts';

interface Options extends ReportRequest {
  readonly out?: string;
  readonly api?: string;
}

/** `kanban report`: the dashboard's charts and numbers as one file. */
export function addReport(program: Command, context: Context): void {
  program
    .command('report')
    .description('write the flow report of a stream: one HTML file that opens without a server')
    .option('--stream <name>', 'the value stream', 'main')
    .option('--from <date>', 'first day, or an instant (default: 89 days before the last)')
    .option('--to <date>', 'last day, or the instant at which the range ends (default: today)')
    .option('--time-zone <zone>', "IANA zone of the days (default: the stream's)")
    .addOption(
      new Option('--policy <policy>', 'policy of the cumulative flow (default: occupancy)').choices([
        'occupancy',
        'highWater',
      ]),
    )
    .addOption(
      new Option('--measure <measure>', 'lead time or cycle time (default: cycle)').choices([
        'lead',
        'cycle',
      ]),
    )
    .addOption(
      new Option('--separator <separator>', 'what stands between the cells of its CSV files').choices([
        'comma',
        'semicolon',
        'tab',
      ]),
    )
    .addOption(
      new Option('--decimal <decimal>', 'the decimal mark in its CSV files').choices(['point', 'comma']),
    )
    .option('--out <file>', 'the file; it is written completely or not at all (default: standard output)')
    .option('--api <url>', 'the address of the metrics API (default: API_URL)')
    .addHelpText(
      'after',
      `
The file contains the charts, the figures, and the tables as CSV to download. The figures come from the metrics API: API_URL, or
the one that \`npm start\` runs. API_TOKEN is sent if it is set. To get a report by mail every week, subscribe to the topic
report.weekly.

Examples:
  kanban report --out report.html
  kanban report --stream main --from 2026-01-01 --to 2026-03-31 --time-zone Europe/Berlin --out q1.html
  kanban report --separator semicolon --decimal comma --out report.html`,
    )
    .action(async (options: Options) => {
      const { out, api, ...request } = options;
      const url = api === undefined ? context.config.apiUrl : httpAddress(api, '--api');
      const page = await makeReport(url, request, context);
      if (out === undefined) {
        context.progress.end();
        context.stdout.write(page);
        return;
      }
      context.progress.stage(`Writing ${out}`);
      const bytes = await writeWholeFile(out, oneChunk(page), () => {});
      context.progress.end();
      context.say(`${out}: ${bytes.toLocaleString('en')} bytes.`);
    });
}

async function makeReport(url: string, request: ReportRequest, { config, signal, progress }: Context) {
  try {
    const data = await askReport({ url, token: () => config.apiToken, signal }, request, (step) =>
      progress.stage(step),
    );
    progress.stage('Drawing the charts');
    return await renderReportFile(data);
  } catch (error) {
    throw failureOfApi(error);
  }
}

async function* oneChunk(text: string) {
  yield Buffer.from(text);
}
