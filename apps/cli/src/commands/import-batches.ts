import { aligned } from '@kanban/domain/text';
import type { Context } from '../context.ts';
import { readBatches } from '../removal/batches.ts';
import { defaultFolder } from '../removal/default-folder.ts';
import { type Removed, removeHistory } from '../removal/remove-history.ts';
import { counted } from '../terminal/counted.ts';

/** `kanban import --list`: the import batches, the latest first. */
export async function listBatches(context: Context): Promise<void> {
  const rows = await context.withDatabase(readBatches);
  for (const line of aligned([['BATCH', 'RECORDED', 'STREAM', 'ROWS', 'FROM', 'BY', 'STATE'], ...rows]))
    context.print(line);
}

/** `kanban import --undo`: copies one import into files and takes it out of the log. */
export async function undoBatch(
  batch: number,
  { copyTo = defaultFolder(`batch-${batch}`), isDryRun }: { copyTo?: string | undefined; isDryRun: boolean },
  context: Context,
): Promise<void> {
  const removed = await context.withDatabase((pool) =>
    removeHistory(
      pool,
      { list: 'list_batch_removal', of: batch, key: { batch_id: batch }, folder: copyTo, isDryRun },
      context.progress,
    ),
  );
  context.progress.end();
  context.print(
    `Batch ${batch}: ${isDryRun ? 'nothing was written; it would remove' : 'removed'} ${describeRemoved(removed)}.`,
  );
  if (!isDryRun)
    context.print('Queues and streams that the import created stay: kanban queues, kanban streams.');
}

/** `615 items and 1,045 audit rows; 3 items back to their place before the import; a copy is in …`. */
export function describeRemoved({ items, shortened, rows, spells, edited, files }: Removed): string {
  return [
    `${counted(items, 'item')} and ${counted(rows, 'audit row')}`,
    ...(spells === 0 ? [] : [counted(spells, 'blocked spell')]),
    ...(edited === 0 ? [] : [`${counted(edited, 'item')} with fields that people changed later`]),
    ...(shortened === 0 ? [] : [`${counted(shortened, 'item')} back to their place before the import`]),
    ...(files.length === 0 ? [] : [`a copy is in ${files.join(', ')}`]),
  ].join('; ');
}
