import {
  type CheckedItem,
  type CheckedLog,
  percentile,
  type Range,
  readStateAt,
  WorkingCalendar,
} from '@kanban/domain';
import { loadBlocksOf } from '../../load/blocks-of-items.ts';
import { loadCheckedFields } from '../../load/checked-fields.ts';
import { loadCheckedRows } from '../../load/checked-rows.ts';
import { loadDependenciesOf } from '../../load/dependencies-of.ts';
import { inChunks } from '../../load/in-chunks.ts';
import { loadLogStart } from '../../load/log-start.ts';
import { loadMovedItems } from '../../load/moved-items.ts';
import { loadSetting } from '../../load/setting.ts';
import { loadSlaPolicies } from '../../load/sla-policies.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadUnendedItems } from '../../load/unended-items.ts';
import { loadVisitsOf } from '../../load/visits-of-items.ts';
import { loadWorkingCalendar } from '../../load/working-calendar.ts';

/** With fewer finished items nothing is called very old. */
const LEAST_FINISHED = 10;

export interface QualityQuery {
  zeroSeconds: string;
  stalledDays: string;
}

export interface NamedLog {
  log: CheckedLog;
  references: Map<number, string>;
}

/** What the checks of data quality look at: items with a row in a range, and those open at an instant, by the rows before it. */
export async function loadCheckedLog(
  snapshot: Snapshot,
  stream: Stream,
  { zeroSeconds, stalledDays }: QualityQuery,
  { at, range }: { at: number; range: Range },
): Promise<NamedLog> {
  const until = { from: range.from, to: Math.min(range.to, at) };
  const moved = until.from < until.to ? await loadMovedItems(snapshot, stream.id, until) : [];
  const unended = await loadUnendedItems(snapshot, stream, at);
  const asked = [...new Set([...moved, ...unended.map(({ itemId }) => itemId)])].sort((a, b) => a - b);
  const rowsOf = await inChunks(asked, (some) => loadCheckedRows(snapshot, some, at));
  const visitsOf = await inChunks(asked, (some) => loadVisitsOf(snapshot, some));
  const blocksOf = await inChunks(asked, (some) => loadBlocksOf(snapshot, some));
  const fieldsOf = await inChunks(asked, (some) => loadCheckedFields(snapshot, stream.id, some, at));
  const waitsOf = await inChunks(
    [...fieldsOf.values()].map(({ reference }) => reference),
    (some) => loadDependenciesOf(snapshot, some),
  );
  const isMoved = new Set(moved);
  const stateAt = readStateAt(stream.queues, at);
  const items = asked.flatMap((itemId): CheckedItem[] => {
    const state = stateAt(visitsOf.get(itemId) ?? []);
    const fields = fieldsOf.get(itemId);
    const isOpen = state !== null && (state.finishedAt ?? state.droppedAt) === null;
    if (state === null || !fields || !(isOpen || isMoved.has(itemId))) return [];
    return [
      {
        ...state,
        itemId,
        blocks: (blocksOf.get(itemId) ?? []).filter(({ blockedAt }) => blockedAt < at),
        changedAt: fields.changedAt,
        parentId: fields.parentId,
        waitsForFinished: waitsOf.get(fields.reference) ?? [],
        isDeleted: fields.workItemId === null,
      },
    ];
  });
  const rows = items.flatMap(({ itemId }) => rowsOf.get(itemId) ?? []).sort((a, b) => a.auditId - b.auditId);
  const policies = await loadSlaPolicies(snapshot, stream.name);
  const staleDays = await loadSetting(snapshot, stream.name, 'stale_backlog_days');
  const log: CheckedLog = {
    queues: stream.queues,
    rows,
    items,
    range,
    now: at,
    beganAt: await loadLogStart(snapshot, stream.id),
    calendar: new WorkingCalendar(await loadWorkingCalendar(snapshot, stream)),
    settings: {
      zeroSeconds: Number(zeroSeconds),
      stalledDays: Number(stalledDays),
      staleBacklogDays: staleDays === null || staleDays === 'off' ? null : Number(staleDays),
      cycleP95Us: cycleP95(items, until),
      needsCalendar: policies.some(({ clock }) => clock === 'working'),
    },
  };
  return { log, references: new Map([...fieldsOf].map(([itemId, { reference }]) => [itemId, reference])) };
}

function cycleP95(items: readonly CheckedItem[], { from, to }: { from: number; to: number }): number | null {
  const cycles = items.flatMap(({ committedAt, finishedAt }) =>
    committedAt !== null && finishedAt !== null && finishedAt >= from && finishedAt < to
      ? [finishedAt - committedAt]
      : [],
  );
  return cycles.length < LEAST_FINISHED ? null : percentile(Float64Array.from(cycles).sort(), 95);
}
