import { ApiFailure, type Client, type WorkItemAnswer } from '@kanban/api';
import { formatDay, formatDuration, zonedDates } from '@kanban/charts';
import { largest } from '@kanban/domain/extremes';
import { fill, h } from './dom.ts';

/** The way of one item through the queues. `closed` is called when a person closes it. */
export function createItemDialog(client: Client, closed: () => void) {
  const heading = h('h2', { id: 'item-heading' });
  const body = h('div', { class: 'item-body' });
  const element = h(
    'dialog',
    { class: 'item-dialog', 'aria-labelledby': 'item-heading', onclose: closed },
    h(
      'header',
      { class: 'card-head' },
      heading,
      h('button', { type: 'button', onclick: () => element.close(), 'aria-label': 'Close' }, 'Close'),
    ),
    body,
  );
  let shown: string | null = null;
  let asking = new AbortController();

  return {
    element,
    /** Opens, changes or closes; `timeZone` null is that of the item's stream. */
    async show(reference: string | null, timeZone: string | null): Promise<void> {
      if (reference === shown) return;
      shown = reference;
      asking.abort();
      if (reference === null) {
        element.close();
        return;
      }
      asking = new AbortController();
      const { signal } = asking;
      fill(heading, reference);
      fill(body, h('p', { class: 'note' }, 'Loading …'));
      if (!element.open) element.showModal();
      try {
        const item = await client.ask('/v1/work-items/{reference}', { reference }, signal);
        if (!signal.aborted) fill(body, ...journeyOf(item, timeZone ?? item.timeZone));
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ApiFailure)) throw error;
        fill(body, h('p', { class: 'note' }, error.brief));
      }
    },
  };
}

function journeyOf(item: WorkItemAnswer, timeZone: string): HTMLElement[] {
  const dates = zonedDates(timeZone);
  const at = (instant: string | null) => (instant === null ? null : dates.dateTime(instant));
  const facts: [string, string | null][] = [
    ['Stream', item.valueStream],
    ['Now in', item.queue],
    ['Type', item.type],
    ['Class of service', item.classOfService],
    ['Assignee', item.assignee],
    ['Depends on', item.dependency],
    ['Due', item.dueIsDay && item.dueAt !== null ? formatDay(item.dueAt) : at(item.dueAt)],
    ['Entered', at(item.enteredAt)],
    ['Committed', at(item.committedAt)],
    ['Finished', at(item.finishedAt)],
    ['Dropped', at(item.droppedAt)],
    ['Lead time', item.leadTimeMs === null ? null : formatDuration(item.leadTimeMs)],
    ['Cycle time', item.cycleTimeMs === null ? null : formatDuration(item.cycleTimeMs)],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '');
  const longest = largest(
    item.visits.map(({ durationMs }) => durationMs),
    1,
  );
  return [
    h('p', { class: 'item-desc' }, item.shortDesc ?? 'No description'),
    h(
      'dl',
      { class: 'facts' },
      ...known.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
    h('h3', {}, 'Where has it been, and for how long?'),
    h(
      'ol',
      { class: 'journey' },
      ...item.visits.map((visit) =>
        h(
          'li',
          { class: visit.leftAt === null && 'lasts' },
          h(
            'div',
            { class: 'visit' },
            h('b', {}, visit.queue),
            h('span', {}, `${formatDuration(visit.durationMs)}${visit.leftAt === null ? ' so far' : ''}`),
          ),
          h('div', {
            class: 'visit-bar',
            'aria-hidden': 'true',
            style: `width: ${Math.max(0.5, (visit.durationMs / longest) * 100)}%`,
          }),
          h('p', {}, `since ${dates.dateTime(visit.enteredAt)}${visit.movedBack ? ', moved back' : ''}`),
        ),
      ),
    ),
  ];
}
