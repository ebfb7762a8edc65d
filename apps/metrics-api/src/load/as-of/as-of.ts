import type { Instant, Queue } from '@kanban/domain';
import { instantValue } from '@kanban/schema';
import { sql } from 'kysely';
import { loadSettingHistory, loadSettingsBefore } from '../config-changes.ts';
import type { SettingsThen } from '../setting-tables.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadFieldsThen } from './fields-then.ts';
import { readFinishedThen } from './finished-then.ts';
import type { AsOf, FieldsThen, FinishedOfStream } from './undone.ts';

/** The same snapshot, read as of an instant; without one as it is. */
export async function readAsOf(
  snapshot: Snapshot,
  asked: Pick<AsOf, 'instant' | 'isSettled'> | undefined,
): Promise<Snapshot> {
  return asked === undefined ? snapshot : Object.assign(snapshot, { asOf: await loadAsOf(snapshot, asked) });
}

/** What has to be undone to read a snapshot as of an instant: a few rows of indexes, unless much has changed since. */
async function loadAsOf(
  snapshot: Snapshot,
  { instant, isSettled }: Pick<AsOf, 'instant' | 'isSettled'>,
): Promise<AsOf> {
  const history = await loadSettingHistory(snapshot, instant);
  const settings: SettingsThen | undefined =
    history.length === 0 ? undefined : await loadSettingsBefore(snapshot, history);
  const batches = await loadBatchesSince(snapshot, instant);
  const fields = new Map<number, Promise<FieldsThen>>();
  let fieldsOfAll: Promise<FieldsThen> | undefined;
  const finished = new Map<number, Promise<FinishedOfStream>>();
  const refolded = new Map<number, Promise<boolean>>();
  return {
    instant,
    isSettled,
    lateBatches: batches.map(({ id }) => id),
    settingsOf: (table) => settings?.rowsOf(table),
    fieldsOf(streamId) {
      const known = fields.get(streamId) ?? loadFieldsThen(snapshot, [streamId], instant);
      fields.set(streamId, known);
      return known;
    },
    fieldsOfAll() {
      fieldsOfAll ??= loadFieldsOfAll(snapshot, instant);
      return fieldsOfAll;
    },
    finishedOf(streamId) {
      const known = finished.get(streamId) ?? readFinishedThen(snapshot, streamId, instant);
      finished.set(streamId, known);
      return known;
    },
    isRefolded(stream) {
      const known = refolded.get(stream.id) ?? hasOtherProjections(snapshot, stream, batches);
      refolded.set(stream.id, known);
      return known;
    },
  };
}

async function loadFieldsOfAll(snapshot: Snapshot, instant: Instant): Promise<FieldsThen> {
  const streams = await snapshot.selectFrom('value_streams').select('id').execute();
  return loadFieldsThen(
    snapshot,
    streams.map(({ id }) => id),
    instant,
  );
}

interface Batch {
  id: number;
  firstAuditId: number;
  lastAuditId: number | null;
}

function loadBatchesSince(snapshot: Snapshot, instant: Instant): Promise<Batch[]> {
  return snapshot
    .selectFrom('import_batches')
    .select(['id', 'first_audit_id as firstAuditId', 'last_audit_id as lastAuditId'])
    .where(({ or, eb }) =>
      or([eb('recorded_at', 'is', null), eb('recorded_at', '>=', instantValue(instant))]),
    )
    .execute();
}

async function hasOtherProjections(
  snapshot: Snapshot,
  { id, queues }: { id: number; queues: readonly Queue[] },
  batches: readonly Batch[],
): Promise<boolean> {
  for (const batch of batches) {
    const { rows } = await sql`SELECT id FROM audit_log FORCE INDEX (audit_log_stream)
      WHERE value_stream_id = ${id} AND id > ${batch.firstAuditId} AND batch_id = ${batch.id} LIMIT 1`.execute(
      snapshot,
    );
    if (rows.length > 0) return true;
  }
  const present = await snapshot
    .selectFrom('wip_limits as q')
    .innerJoin('value_streams as s', 's.name', 'q.value_stream')
    .select(['q.id', 'q.kind', 'q.position'])
    .where('s.id', '=', id)
    .orderBy('q.position')
    .execute();
  // A queue without history may have gone, or have come since: no item was ever in it.
  const [then, now] = [new Set(queues.map((queue) => queue.id)), new Set(present.map((queue) => queue.id))];
  const said = (some: readonly { id: number; kind: string | null }[], others: ReadonlySet<number>) =>
    JSON.stringify(some.filter((queue) => others.has(queue.id)).map((queue) => [queue.id, queue.kind]));
  return said(queues, now) !== said(present, then);
}
