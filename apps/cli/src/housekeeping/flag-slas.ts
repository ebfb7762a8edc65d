import {
  type Instant,
  InvalidInput,
  isReadable,
  MINIMUM_SAMPLE,
  type OutlookItem,
  type OutlookState,
  readOutlook,
} from '@kanban/domain';
import { inTransaction, sqlInstant } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readQueues } from '../history/streams.ts';
import { counted } from '../terminal/counted.ts';
import type { Progress } from '../terminal/progress.ts';
import { readKnownAtImport } from './known-at-import.ts';
import { type OpenItem, openItems } from './open-items.ts';
import { readOutlookSample, readVisits } from './outlook-sample.ts';
import { type SlaState, slaStateOf, UNREACHABLE } from './sla-state.ts';
import { databaseNow, readSlaTerms, type StreamTerms } from './sla-terms.ts';

export interface SlaFlagCounts {
  /** The number of items with a new flag for their present deadline, of which people are told. */
  readonly atRisk: number;
  readonly breached: number;
}

export interface FlagSlasOptions {
  /** The present instant; default: the database's clock. */
  readonly now?: Instant;
  readonly progress?: Progress;
  /** Gets messages about streams that cannot be evaluated. */
  readonly log?: (line: string) => void;
  /** Items read at a time; 1,000 by default. */
  readonly pageSize?: number;
}

/** Connections that write at the same time: each write is short, and waits for the disk. */
const WRITERS = 4;

/**
 * Says of every open item, once, that it is at risk of missing its deadline or has missed it, whoever touched it or not;
 * and first arms again what was said of a deadline that is not the item's any more. Any number may run at the same time,
 * and one that dies is made good by the next: each flag is one statement, which the database makes once. Writes nothing
 * about items that stay as they are. The first sweep of a stream after an upgrade says nothing of what is so already.
 */
export async function flagSlas(pool: Pool, options: FlagSlasOptions = {}): Promise<SlaFlagCounts> {
  const total = { atRisk: 0, breached: 0 };
  for (const stream of await readSlaTerms(pool)) {
    options.progress?.stage(`SLAs of ${stream.stream.name}`);
    try {
      await flagStream(pool, stream, options, total);
    } catch (error) {
      // An error in the zone or the hours of one stream must not stop the others.
      if (!isUnusable(error)) throw error;
      options.log?.(`${stream.stream.name}: SLAs cannot be judged: ${error.message}`);
    }
  }
  options.progress?.end();
  return total;
}

async function flagStream(
  pool: Pool,
  { stream, terms, noDates, atRiskShare, readAt }: StreamTerms,
  { now, progress, log, pageSize }: FlagSlasOptions,
  total: { atRisk: number; breached: number },
): Promise<void> {
  const promised = terms();
  for (const date of noDates) log?.(`${stream.name}: the holiday ${date} is no date; it is passed over`);
  const queues = await readQueues(pool, stream.name);
  const isFirst = await isFirstSweep(pool, stream.id);
  const judgeAt = async (at: Instant) => {
    const finished = await readOutlookSample(pool, stream, at);
    return readOutlook({ queues, terms: promised, finished, at, atRiskShare, minimumSample: MINIMUM_SAMPLE });
  };
  const outlookOf = await judgeAt(now ?? (await databaseNow(pool)));
  const wasKnown = readKnownAtImport(pool, queues, judgeAt);
  let [seen, unreachable] = [0, 0];
  for await (const items of openItems(pool, stream, pageSize)) {
    const visits = await readVisits(
      pool,
      items.map(({ itemId }) => itemId),
    );
    const judged = items.flatMap((item): Judged[] => {
      const reason = whyUnreadable(item);
      if (reason !== null) {
        log?.(`${stream.name}: ${item.reference} not judged: ${reason}`);
        return [];
      }
      const placed = { ...item, visits: visits.get(item.itemId) ?? [] };
      const state = slaStateOf(outlookOf(placed));
      if (state === UNREACHABLE) unreachable += 1;
      return state === UNREACHABLE ? [] : [{ item: placed, state }];
    });
    await rearm(
      pool,
      judged.flatMap(({ item, state }) => outdated(item, state)),
      readAt,
    );
    const due = judged.filter(isToBeSaid);
    await inParallel(due, async ({ item, state }) => {
      try {
        if (state.flag === 'atRisk' && item.recordedAt !== null && (await wasKnown(item, item.recordedAt)))
          return;
        if ((await flag(pool, item, state)) && !isFirst) total[state.flag] += 1;
      } catch (error) {
        // A refusal for one item must not stop the others.
        if (!isOfThisRow(error)) throw error;
        log?.(`${stream.name}: ${item.reference} not flagged: ${error.message}`);
      }
    });
    seen += items.length;
    progress?.at(seen);
  }
  if (isFirst) await pool.query('CALL finish_first_sla_sweep(?)', [stream.id]);
  if (unreachable > 0) {
    log?.(
      `${stream.name}: ${counted(unreachable, 'item')} not judged: the working hours leave too little time`,
    );
  }
}

/** Whether no whole sweep has looked at a stream since the upgrade. */
async function isFirstSweep(pool: Pool, streamId: number): Promise<boolean> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT 1 FROM sla_first_sweeps WHERE value_stream_id = ?',
    [streamId],
  );
  return rows.length > 0;
}

/** Null if all dates of the item are valid. Invalid dates come from sessions without strict mode. */
function whyUnreadable({ dueAt, enteredAt, committedAt }: OpenItem): string | null {
  if (dueAt !== null && !isReadable(dueAt)) return 'its date_due is no date; give it one, or NULL';
  if (!isReadable(enteredAt) || (committedAt !== null && !isReadable(committedAt)))
    return 'when it came is no date in the log';
  return null;
}

/** What flag_sla calls a state. */
const WORDS: Partial<Record<OutlookState, string>> = {
  late: 'breached',
  likelyLate: 'likely_late',
  atRisk: 'at_risk',
};

type Judged = { item: OpenItem & OutlookItem; state: SlaState | null };
type ToBeSaid = { item: OpenItem & OutlookItem; state: SlaState & { flag: 'atRisk' | 'breached' } };

/** The flags of an item for a deadline that it no longer has. */
function outdated({ atRisk, breached }: OpenItem, state: SlaState | null): number[] {
  return [atRisk, breached].flatMap((flag) =>
    flag !== null && flag.deadline !== state?.deadline.at ? [flag.id] : [],
  );
}

function isToBeSaid(judged: Judged): judged is ToBeSaid {
  const { item, state } = judged;
  if (state === null || state.flag === null) return false;
  // The deadline passed before the board knew of it.
  if (item.recordedAt !== null && state.deadline.at <= item.recordedAt) return false;
  const stands = (flag: OpenItem['breached']) => flag?.deadline === state.deadline.at;
  return !stands(item.breached) && !(state.flag === 'atRisk' && stands(item.atRisk));
}

/**
 * A flag that another sweep set since this one began stays: it may know a policy that this one does not, and the next
 * sweep will see it.
 */
async function rearm(pool: Pool, flagIds: readonly number[], readAt: Instant): Promise<void> {
  if (flagIds.length === 0) return;
  await inTransaction(
    pool,
    (connection) =>
      connection.query(
        'UPDATE sla_flags SET is_current = NULL WHERE id IN (?) AND is_current = TRUE AND flagged_at < ? ORDER BY id',
        [flagIds, sqlInstant(readAt)],
      ),
    { isolation: 'READ COMMITTED' },
  );
}

/** Whether the flag is new. An item that was finished or got another due date meanwhile is skipped. */
async function flag(
  pool: Pool,
  { itemId, dueAt }: OpenItem,
  { state, deadline }: ToBeSaid['state'],
): Promise<boolean> {
  return inTransaction(
    pool,
    async (connection) => {
      const [[row]] = await connection.query<RowDataPacket[]>('SELECT flag_sla(?, ?, ?, ?) AS is_new', [
        itemId,
        WORDS[state],
        // The due date as the item has it, for the comparison in the database.
        sqlInstant(deadline.by === 'dueDate' && dueAt !== null ? dueAt : deadline.at),
        deadline.by === 'dueDate' ? 'due_date' : 'policy',
      ]);
      return row?.is_new === 1;
    },
    { isolation: 'READ COMMITTED' },
  );
}

async function inParallel<Each>(list: readonly Each[], work: (each: Each) => Promise<void>): Promise<void> {
  const left = list.values();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (const each of left) await work(each);
    }),
  );
}

/** A refusal with a number, or a value that the server cannot convert. */
function isOfThisRow(error: unknown): error is Error {
  return error instanceof Error && /^(22|45)/.test((error as { sqlState?: string }).sqlState ?? '');
}

function isUnusable(error: unknown): error is Error {
  return error instanceof InvalidInput || error instanceof RangeError;
}

/** `2 items at risk, 1 breached`. */
export function describeSlaFlags({ atRisk, breached }: SlaFlagCounts): string {
  return `${counted(atRisk, 'item')} at risk, ${breached.toLocaleString('en')} breached`;
}
