import { InvalidArgumentError } from 'commander';
import type { NewQueue } from '../history/streams.ts';
import type { Progress } from '../terminal/progress.ts';
import { BrokenRows } from './broken-rows.ts';
import type { FileForm } from './file/file-form.ts';
import { openCsv } from './file/read-csv.ts';
import { queueOf } from './queue-list.ts';

const queueColumns = { required: ['name'], optional: ['kind', 'limit'] } as const;

/** Reads the queues of a stream in their order from a file, so that their names may have any character. Throws Refused. */
export async function readQueuesFile(path: string, form: FileForm, progress: Progress): Promise<NewQueue[]> {
  const file = openCsv(path, queueColumns, form, progress);
  const broken = new BrokenRows(path);
  const queues: NewQueue[] = [];
  for await (const { line, text } of file.rows) {
    try {
      const queue = queueOf(text('name'), text('kind').toLowerCase(), text('limit'));
      if (queues.some(({ name }) => name === queue.name))
        broken.add(line, `the queue ${queue.name} is there twice`);
      queues.push(queue);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      broken.add(line, error.message);
    }
  }
  broken.refuseAny();
  return queues;
}
