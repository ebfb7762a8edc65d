import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { Context } from '../context.ts';
import { Refused } from '../failure.ts';
import { readStreams } from '../history/streams.ts';
import { refreshViews } from '../queues/refresh-views.ts';
import { defaultFolder } from '../removal/default-folder.ts';
import { removeHistory } from '../removal/remove-history.ts';
import { describeRemoved } from './import-batches.ts';

export interface RemoveOptions {
  readonly copyTo?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** `kanban streams remove`: a stream with its queues, items, history, settings and subscriptions. */
export async function removeStream(
  pool: Pool,
  name: string,
  { copyTo = defaultFolder(name), dryRun, yes }: RemoveOptions,
  context: Context,
): Promise<void> {
  const [stream] = await readStreams(pool, name);
  if (name === 'main')
    throw new Refused('main cannot be removed: it is the stream of everything that names no stream.');
  const remove = (isDryRun: boolean) =>
    removeHistory(
      pool,
      {
        list: 'list_stream_removal',
        of: name,
        key: { value_stream_id: stream?.id, value_stream: name },
        folder: copyTo,
        isDryRun,
        async andThen(connection) {
          await connection.query('DELETE FROM wip_limits WHERE value_stream = ?', [name]);
          await connection.query('DELETE FROM value_streams WHERE name = ?', [name]);
        },
      },
      context.progress,
    );
  if (dryRun || ((await hasAnything(pool, name, stream?.id as number)) && !yes)) {
    const removed = await remove(true);
    context.progress.end();
    context.print(`${name}: this would remove ${describeRemoved(removed)}, with its queues and settings.`);
    if (dryRun || !(await context.confirm(`Remove ${name} for good?`))) return;
  }
  const removed = await remove(false);
  context.progress.end();
  await refreshViews(context, pool);
  const isEmpty = removed.items + removed.rows === 0;
  context.print(`${name} is removed${isEmpty ? '' : `: ${describeRemoved(removed)}`}.`);
}

async function hasAnything(pool: Pool, name: string, id: number): Promise<boolean> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    `SELECT EXISTS (SELECT 1 FROM work_items WHERE value_stream = ?)
         OR EXISTS (SELECT 1 FROM audit_log WHERE value_stream_id = ?) AS hasAnything`,
    [name, id],
  );
  return row?.hasAnything === 1;
}
