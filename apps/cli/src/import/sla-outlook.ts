import {
  formatInstant,
  type Instant,
  InvalidInput,
  NoWorkingTime,
  type SlaItem,
  slaStateOf,
} from '@kanban/domain';
import type { PoolConnection } from 'mysql2/promise';
import type { History } from '../history/history.ts';
import type { Queue, Stream } from '../history/streams.ts';
import { databaseNow, readSlaTerms } from '../housekeeping/sla-terms.ts';
import { counted } from '../terminal/counted.ts';

const committing: readonly string[] = ['buffer', 'active', 'delivered', 'completed'];
const open: readonly string[] = ['backlog', 'buffer', 'active'];

/**
 * What SLA sweeps will say of the new items of an import if nobody finishes them: a sentence each for deadlines that are ahead and for
 * those that had passed. Clocks of policies begin now, when the board comes to know of the items.
 */
export async function slaOutlook(
  connection: PoolConnection,
  stream: Stream,
  queues: readonly Queue[],
  history: History,
): Promise<string[]> {
  const terms = (await readSlaTerms(connection)).find((each) => each.stream.id === stream.id);
  if (!terms) return [];
  const now = await databaseNow(connection);
  const ahead: Instant[] = [];
  let passed = 0;
  // What cannot be judged is told by the sweeps themselves.
  const promised = possibly(terms.terms);
  if (!promised) return [];
  for (const item of openItems(history, queues, now)) {
    const state = possibly(() => slaStateOf(item, promised, terms.atRiskShare, now));
    if (!state) continue;
    if (state.flag === 'breached') passed++;
    else ahead.push(state.deadline.at);
  }
  const first = ahead.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  return [
    ...(ahead.length === 0
      ? []
      : [
          `SLA sweeps: ${counted(ahead.length, 'open item')} will be told as at risk and as breached, if not finished; the first deadline is ${formatInstant(first).slice(0, 16).replace('T', ' ')} UTC.`,
        ]),
    ...(passed === 0
      ? []
      : [`SLA sweeps: of ${counted(passed, 'open item')} whose due date has passed nothing will be said.`]),
  ];
}

/** Undefined where the zone or the hours of a stream do not let it be reckoned. */
function possibly<T>(reckon: () => T): T | undefined {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof NoWorkingTime || error instanceof InvalidInput || error instanceof RangeError)
      return undefined;
    throw error;
  }
}

function* openItems(history: History, queues: readonly Queue[], now: Instant): Generator<SlaItem> {
  const kinds = new Map(queues.map(({ name, kind }) => [name, String(kind)]));
  const committed = new Set<number>();
  const last = new Map<number, string | null>();
  for (const { item, to } of history.steps) {
    last.set(item, to);
    if (to !== null && committing.includes(kinds.get(to) ?? '')) committed.add(item);
  }
  for (const [index, queue] of last) {
    const item = history.items[index];
    if (!item || queue === null || history.known?.has(index) || !open.includes(kinds.get(queue) ?? ''))
      continue;
    const { dateDue: dueAt, classOfService, type } = item;
    yield { enteredAt: now, committedAt: committed.has(index) ? now : null, dueAt, classOfService, type };
  }
}
