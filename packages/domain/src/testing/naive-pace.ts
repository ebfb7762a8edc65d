import type { Instant, Queue } from '../index.ts';
import { type AuditRow, beginningOfLastStay, type NaiveItem } from './naive-fold.ts';
import { naiveFinishedItems } from './naive-lead-time.ts';
import { naiveSpells } from './naive-spells.ts';

/** As the definition of a pace says it: by the last unbroken stay at or beyond the next queue of the flow. */
export function naivePace(
  rows: readonly AuditRow[],
  queues: readonly Queue[],
  range: { from: Instant; to: Instant },
  measure: string,
  naive: (a: Instant, b: Instant) => number,
): { stage: Queue; ages: number[] }[] {
  const spells = naiveSpells(rows, queues);
  const population = naiveFinishedItems(rows, queues, range).filter(({ itemId }) =>
    spells.some((spell) => spell.itemId === itemId && spell.endedAt !== spell.beganAt),
  );
  const flow = queues.filter(({ kind }) => kind !== 'dropped').sort((a, b) => a.position - b.position);
  const stages = flow.filter(({ kind }) => kind === 'buffer' || kind === 'active');
  const passedAt = (item: NaiveItem & { finishedAt: number }, stage: Queue): number => {
    const next = flow.find(({ position }) => position > stage.position);
    const beyond = flow
      .filter(({ position }) => position >= (next?.position ?? Infinity))
      .map(({ id }) => id);
    // Put back within one microsecond, it was never away.
    const story = item.story.filter(
      (chapter, place) => chapter.queueId !== null || item.story[place + 1]?.at !== chapter.at,
    );
    const begins = beginningOfLastStay(story, (id) => id !== null && beyond.includes(id));
    const before = stages[stages.indexOf(stage) - 1];
    return begins ?? Math.max(item.finishedAt, before ? passedAt(item, before) : -Infinity);
  };
  return stages.map((stage) => ({
    stage,
    ages: population
      .map((item) => {
        const start = measure === 'lead' ? item.enteredAt : (item.committedAt as number);
        const passed = passedAt(item, stage);
        return passed <= start ? 0 : naive(start, passed);
      })
      .sort((a, b) => a - b),
  }));
}
