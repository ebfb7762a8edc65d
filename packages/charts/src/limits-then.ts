import type { AnswerTo, CumulativeFlowAnswer, QueueNow } from '@kanban/api';

type SettingChange = AnswerTo<'/v1/changes/settings'>['settings'][number];

export interface LimitsAnswer extends CumulativeFlowAnswer {
  /** As they are now. */
  readonly queuesNow: readonly Pick<QueueNow, 'name' | 'wipLimit'>[];
  /** All that was set since the range began, until now, in order. */
  readonly settings: readonly SettingChange[];
}

interface Step {
  readonly from: string;
  /** Null: none. */
  readonly limit: number | null;
  /** Nobody recorded it: it is the first that was, of a queue whose history is older. */
  readonly isAssumed: boolean;
}

export interface LimitedQueue {
  readonly name: string;
  readonly points: readonly (Omit<Step, 'from'> & {
    readonly from: string;
    readonly to: string;
    readonly items: number;
  })[];
}

/** Before everything: sorts before any instant. */
const EVER = '';
/** An interval that lasts has the limit of now: its answer may be some seconds older than what was set. */
const STILL = '\uffff';

/** The queues that had a limit at some time of the range, with how many items each held at the end of each interval. */
export function limitedQueues({ from, points, queues, queuesNow, settings }: LimitsAnswer): LimitedQueue[] {
  return queues
    .map(({ name }, place) => {
      const now = queuesNow.find((queue) => queue.name === name);
      const steps = stepsOf(name, now?.wipLimit ?? null, settings);
      const all = points.map((point, n) => ({
        from: points[n - 1]?.at ?? from,
        to: point.at,
        items: point.queues[place]?.items ?? 0,
        ...held(steps, point.isComplete ? point.at : STILL),
      }));
      const isOlder = all.some(({ isAssumed, items }) => isAssumed && items > 0);
      return {
        name,
        points: isOlder ? all : all.map((point) => (point.isAssumed ? { ...point, ...NONE } : point)),
      };
    })
    .filter((queue) => queue.points.some(({ limit }) => limit !== null));
}

const NONE = { limit: null, isAssumed: false };

function held(steps: readonly Step[], at: string): Omit<Step, 'from'> {
  const { limit, isAssumed } = steps.findLast((step) => step.from < at) ?? NONE;
  return { limit, isAssumed };
}

/** When the first limit was recorded of those that are drawn before they were; null: none is. */
export function recordedSince({ settings }: LimitsAnswer, queues: readonly LimitedQueue[]): string | null {
  if (!queues.some(({ points }) => points.some(({ isAssumed }) => isAssumed))) return null;
  return settings.find(({ table, change }) => table === 'wip_limits' && change === 'added')?.at ?? null;
}

/** Undoes what was changed, the newest first, from the limit that holds now. */
function stepsOf(nameNow: string, limitNow: number | null, settings: readonly SettingChange[]): Step[] {
  const steps: Step[] = [];
  let [name, limit, isAssumed] = [nameNow, limited(limitNow), false];
  for (const { at, table, name: of, change, before } of settings.toReversed()) {
    if (table !== 'wip_limits' || of !== name) continue;
    const isOther = change !== 'changed' || before?.wip_limit !== undefined;
    if (isOther) steps.unshift({ from: at, limit, isAssumed });
    // Items that were in the queue before it was set up came with an import, without the limits of then.
    if (change === 'added') isAssumed = true;
    else if (isOther) [limit, isAssumed] = [limited(Number(before?.wip_limit)), false];
    // Renamed: it was another name before.
    if (typeof before?.queue_name === 'string') name = before.queue_name;
  }
  return [{ from: EVER, limit, isAssumed }, ...steps];
}

function limited(limit: number | null): number | null {
  return limit === null || limit < 0 ? null : limit;
}
