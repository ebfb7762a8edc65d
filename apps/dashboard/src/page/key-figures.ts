import { type KeyFigure, keyFigures } from '@kanban/charts';
import type { Remote, Remotes } from '../view/board.ts';
import { fill, h } from './dom.ts';

/** The few numbers that a meeting begins with. */
export function createKeyFigures() {
  const list = h('dl', { class: 'figures' });
  const element = h('section', { 'aria-label': 'Key figures' }, list);
  return {
    element,
    update({ leadTime, throughput, queues, sla }: Remotes): void {
      const figures = [
        figureOf(leadTime, keyFigures.median),
        figureOf(leadTime, keyFigures.percentile85),
        figureOf(throughput, keyFigures.perWeek),
        figureOf(queues, keyFigures.workInProgress),
        figureOf(sla, keyFigures.inTime),
      ];
      fill(
        list,
        ...figures.map(({ label, value, note, isOutdated }) =>
          h(
            'div',
            { class: `figure${isOutdated ? ' is-outdated' : ''}` },
            h('dt', {}, label),
            h('dd', { class: 'value' }, value),
            h('dd', { class: 'figure-note' }, note),
          ),
        ),
      );
    },
  };
}

function figureOf<Answer>(remote: Remote<Answer>, figure: (answer: Answer | null) => KeyFigure) {
  const waiting = remote.status === 'loading' ? '\u00a0' : 'No answer';
  const shown = figure(remote.answer);
  return { ...shown, note: remote.answer === null ? waiting : shown.note, isOutdated: remote.isOutdated };
}
