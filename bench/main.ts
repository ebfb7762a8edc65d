import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { dropCompanies } from './company/companies.ts';
import type { Benchmark, Measurement } from './measurement.ts';
import { backlog } from './scenarios/backlog.ts';
import { boardWrites } from './scenarios/board-writes.ts';
import { companyFlow } from './scenarios/company-flow.ts';
import { companyGrowth } from './scenarios/company-growth.ts';
import { companyKeeping } from './scenarios/company-keeping.ts';
import { companyLoad } from './scenarios/company-load.ts';
import { companyPage } from './scenarios/company-page.ts';
import { companySummaries } from './scenarios/company-summaries.ts';
import { companyWholeList } from './scenarios/company-whole-list.ts';
import { flowMetrics } from './scenarios/flow-metrics.ts';
import { flushedRedis } from './scenarios/flushed-redis.ts';
import { importRows } from './scenarios/import.ts';
import { latency } from './scenarios/latency.ts';
import { longLists } from './scenarios/long-lists.ts';
import { mails } from './scenarios/mails.ts';
import { manyItems } from './scenarios/many-items.ts';
import { moves } from './scenarios/moves.ts';
import { movesAgainst } from './scenarios/moves-against.ts';
import { naiveWorker } from './scenarios/naive-worker.ts';
import { relayRows } from './scenarios/relay-rows.ts';
import { scaleOut } from './scenarios/scale-out.ts';
import { wall } from './scenarios/wall.ts';
import { printTable } from './table.ts';

const benchmarks: Record<string, Benchmark> = {
  moves,
  'moves-against': movesAgainst,
  'board-writes': boardWrites,
  'flow-metrics': flowMetrics,
  'company-growth': companyGrowth,
  'company-summaries': companySummaries,
  'company-flow': companyFlow,
  'company-page': companyPage,
  'company-load': companyLoad,
  'company-whole-list': companyWholeList,
  'company-keeping': companyKeeping,
  'many-items': manyItems,
  'relay-rows': relayRows,
  'long-lists': longLists,
  import: importRows,
  backlog,
  latency,
  'flushed-redis': flushedRedis,
  mails,
  'scale-out': scaleOut,
  'naive-worker': naiveWorker,
  wall,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: 'string' },
    json: { type: 'string', default: '.kanban/bench.json' },
    quick: { type: 'boolean', default: false },
    huge: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in benchmarks));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`No benchmark ${unknown.join(', ')}.`);
  console.log(`Usage: npm run bench -- [--quick] [--huge] [--json FILE] [--against REVISION] [${Object.keys(benchmarks).join('|')} …]

Measures against a bare baseline in the same run: machines differ and are noisy, ratios less so.
--quick takes a tenth of the rows; the results also go to --json (.kanban/bench.json).
--huge: company-growth also makes a log of ten million rows, which takes hours and some 20 GB of disk.
--against: the commit that moves-against and company-load compare the working tree with; moves-against is left out without it.`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const measurements: Measurement[] = [];
try {
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.error(`${name} …`);
    for await (const measurement of benchmark({
      quick: values.quick,
      huge: values.huge,
      ...(values.against === undefined ? {} : { against: values.against }),
      log: (line) => console.error(`  ${line}`),
    })) {
      measurements.push(measurement);
    }
  }
} finally {
  await dropCompanies();
  // What was measured before something broke took its time.
  printTable(measurements);
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(
    values.json,
    `${JSON.stringify({ measuredAt: new Date().toISOString(), measurements }, null, 2)}\n`,
  );
}
