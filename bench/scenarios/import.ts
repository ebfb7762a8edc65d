import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { parse } from 'csv-parse';
import { type Benchmark, timeMs } from '../measurement.ts';
import { kanban } from '../processes.ts';

const queues = ['Backlog', 'Ready', 'Build', 'Test', 'Done'];
const kinds = ['backlog', 'buffer', 'active', 'active', 'delivered'];
const rowsAtOnce = 2_000;
const columns = 'occurred_at, reference, from_queue, to_queue';

/**
 * Rows a second that `kanban import` brings in, and that `--undo` takes out: the whole command, from the file to the last projection,
 * beside a loop that reads the same file and writes its rows into a table with the same keys and no trigger.
 */
export const importRows: Benchmark = async function* ({ quick }) {
  const rows = quick ? 10_000 : 100_000;
  const folder = await mkdtemp(join(tmpdir(), 'kanban-bench-import-'));
  const file = join(folder, 'log.csv');
  await writeFile(file, logOf(rows));
  try {
    for (const server of serviceDatabases()) {
      const database = await createTestDatabase(server);
      const list = queues.map((name, index) => `${name}:${kinds[index]}`).join(',');
      try {
        const bareMs = await timeMs(() => bareImport(database, file));
        const importMs = await timeMs(() =>
          kanban(['import', file, '--stream', 'shop', '--queues', list], database.url),
        );
        const undoMs = await timeMs(() =>
          kanban(['import', '--undo', '1', '--copy-to', join(folder, server.name)], database.url),
        );
        const common = {
          server: server.name,
          unit: '/s',
          baselineName: 'bare INSERT',
          baseline: (rows / bareMs) * 1000,
        };
        yield {
          ...common,
          name: `import, ${rows} rows`,
          ours: (rows / importMs) * 1000,
          ratio: bareMs / importMs,
          aim: '≥ 0.2',
        };
        yield {
          ...common,
          name: `undo, ${rows} rows`,
          ours: (rows / undoMs) * 1000,
          ratio: bareMs / undoMs,
          aim: '≥ 0.2',
        };
      } finally {
        await database.drop();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Five rows an item, in the order of time: an export as tools give it. */
function logOf(rows: number): string {
  const steps: [number, string][] = [];
  for (let item = 0; item < rows / queues.length; item++) {
    let at = Date.UTC(2020, 0, 1) + item * 600_000;
    for (const [index, to] of queues.entries()) {
      steps.push([at, `I-${item},${queues[index - 1] ?? ''},${to}`]);
      at += 3_600_000 * (1 + ((item * 7_919 + index * 104_729) % 97));
    }
  }
  const lines = steps.sort(([a], [b]) => a - b).map(([at, row]) => `${new Date(at).toISOString()},${row}`);
  return `${columns.replaceAll(' ', '')}\n${lines.join('\n')}\n`;
}

async function bareImport({ pool }: TestDatabase, file: string): Promise<void> {
  await pool.query(
    `CREATE TABLE bare_log (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, occurred_at DATETIME(6) NOT NULL,
       reference VARCHAR(64) NOT NULL, from_queue VARCHAR(64), to_queue VARCHAR(64),
       KEY (reference, id), KEY (occurred_at)) ENGINE = InnoDB`,
  );
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    let rows: string[][] = [];
    const write = () => connection.query(`INSERT INTO bare_log (${columns}) VALUES ?`, [rows]);
    for await (const row of createReadStream(file).pipe(parse({ from_line: 2 })) as AsyncIterable<string[]>) {
      rows.push([String(row[0]).replace('Z', ''), ...row.slice(1)]);
      if (rows.length < rowsAtOnce) continue;
      await write();
      rows = [];
    }
    if (rows.length > 0) await write();
    await connection.commit();
  } finally {
    connection.destroy();
  }
}
