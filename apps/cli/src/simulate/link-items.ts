import type { Instant } from '@kanban/domain';
import type { HistoryItem } from '../history/history.ts';
import { createRandom } from './random.ts';
import type { SimulatedHistory } from './simulated-history.ts';
import { weekUs } from './work-calendar.ts';

/** When an item entered, was started (left backlog and buffer), and was delivered; null: not yet. */
interface Course {
  readonly item: HistoryItem;
  readonly enteredAt: Instant;
  startedAt: Instant | null;
  deliveredAt: Instant | null;
  leftAt: Instant | null;
}

/** Links go to one of so many items before: about two months of the sample. */
const itemsBack = 80;

/**
 * Gives the items of a simulated history links to earlier ones, as people do: parts of a story of the last four weeks,
 * bugs in what was delivered in the last eight, and items that waited for one that was delivered before their start or
 * wait for it still. The steps stay. The same seed gives the same links.
 */
export function linkItems(history: SimulatedHistory, seed: number): SimulatedHistory {
  const random = createRandom(seed, 'links');
  const courses = coursesOf(history);
  const items = courses.map((course, index) => {
    const { item, enteredAt, startedAt } = course;
    // Drawn for every item, so that a later end leaves the links of earlier items as they are.
    const [isPart, isFound, waits] = [random.chance(0.15), random.chance(0.3), random.next()];
    const choice = random.next();
    const one = (fits: (other: Course) => boolean) => {
      const list = courses.slice(Math.max(0, index - itemsBack), index).filter(fits);
      return list[Math.floor(choice * list.length)]?.item.reference ?? null;
    };
    const isDefect = isFound && item.type === 'bug';
    const isPartOfStory = isPart && item.type !== 'bug';
    // Who waits is found in the backlog: there more than elsewhere.
    const isDependent = waits < (startedAt === null ? 0.4 : 0.1);
    return {
      ...item,
      parent: isPartOfStory ? one((other) => isStoryFor(other, enteredAt)) : null,
      dependency: isDependent ? one((other) => couldBeAwaited(other, course)) : null,
      defectOf: isDefect ? one((other) => wasJustDelivered(other, enteredAt)) : null,
    };
  });
  return { items, steps: history.steps };
}

function wasJustDelivered({ deliveredAt }: Course, at: Instant): boolean {
  return deliveredAt !== null && deliveredAt < at && deliveredAt > at - 8 * weekUs;
}

/** Few stories have parts, and those have several. */
function isStoryFor({ item, enteredAt, leftAt }: Course, at: Instant): boolean {
  const number = Number(item.reference.replace(/^.*-/, ''));
  return item.type === 'story' && number % 5 === 0 && enteredAt > at - 4 * weekUs && leftAt === null;
}

function couldBeAwaited({ deliveredAt, leftAt }: Course, { enteredAt, startedAt }: Course): boolean {
  if (leftAt !== null) return false;
  if (deliveredAt === null) return startedAt === null;
  return deliveredAt > enteredAt && (startedAt === null || deliveredAt <= startedAt);
}

function coursesOf({ items, steps }: SimulatedHistory): Course[] {
  const courses = items.map(
    (item): Course => ({
      item,
      enteredAt: item.dateLogged,
      startedAt: null,
      deliveredAt: null,
      leftAt: null,
    }),
  );
  for (const { item, at, to } of steps) {
    const course = courses[item] as Course;
    if (to === null || to === 'drop') course.leftAt = at;
    else if (to === 'production') course.deliveredAt = at;
    else if (to !== 'backlog' && to !== 'ready') {
      course.startedAt ??= at;
      course.deliveredAt = null;
    }
  }
  return courses;
}
