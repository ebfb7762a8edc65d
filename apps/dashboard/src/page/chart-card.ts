import { type Chart, fileLook, screenLook } from '@kanban/charts';
import type { Remote } from '../view/board.ts';
import type { Request } from '../view/request.ts';
import { dataTable } from './data-table.ts';
import { fill, h } from './dom.ts';
import { saveAs } from './download.ts';
import { inFile, pictureName } from './file-spec.ts';
import { scrollHint } from './scroll-hint.ts';
import type { createTooltip } from './tooltip.ts';
import type { Drawing } from './vega.ts';

export interface ChartCard<Answer> {
  readonly element: HTMLElement;
  update(remote: Remote<Answer>, request: Request | null): void;
}

interface Surroundings {
  readonly csv: HTMLAnchorElement;
  readonly tooltip: ReturnType<typeof createTooltip>;
  readonly openItem: (reference: string) => void;
  /** Choices that concern this chart alone. */
  readonly tools?: HTMLElement;
}

const RESIZED_AFTER_MS = 120;

/** A chart with its heading, its numbers as a table, and its downloads. Its height never changes with its contents. */
export function createChartCard<Answer>(chart: Chart<Answer>, around: Surroundings): ChartCard<Answer> {
  const headingId = `${chart.id}-heading`;
  const subtitle = h('p', { class: 'subtitle' }, '\u00a0');
  const plot = h('div', { class: 'plot', role: 'img', 'aria-label': chart.question });
  const note = h('p', { class: 'note' });
  const stage = h('div', { class: 'stage', style: `height: ${chart.height}px` }, plot, note);
  const details = h('details', {}, h('summary', {}, 'Show as table'));
  const tableBox = h('div', {
    class: 'table-box',
    tabindex: 0,
    role: 'region',
    'aria-label': `${chart.question} The numbers`,
  });
  details.append(scrollHint(tableBox), tableBox);
  const pictures = (['PNG', 'SVG'] as const).map((format) =>
    h(
      'button',
      {
        type: 'button',
        'aria-label': `Download ${chart.question} as ${format}`,
        onclick: () => void picture(format),
      },
      format,
    ),
  );
  const element = h(
    'section',
    { class: `card chart-card ${chart.id}`, 'aria-labelledby': headingId },
    h(
      'header',
      { class: 'card-head' },
      h('div', {}, h('h2', { id: headingId }, chart.question), subtitle),
      around.tools,
    ),
    stage,
    h(
      'footer',
      { class: 'card-foot' },
      details,
      h(
        'div',
        { class: 'downloads', role: 'group', 'aria-label': `Downloads: ${chart.question}` },
        around.csv,
        ...pictures,
      ),
    ),
  );

  let answer: Answer | null = null;
  let request: Request | null = null;
  let drawing: Drawing | null = null;
  let drawnWidth = 0;
  // Drawings are finished in the order in which they were begun, and only the last is worth beginning.
  let turn = Promise.resolve();

  function redraw(): void {
    delete element.dataset.drawn;
    turn = turn.then(drawLast).catch((error: unknown) => console.error(error));
  }

  async function drawLast(): Promise<void> {
    const width = Math.floor(plot.clientWidth);
    if (answer === null || chart.isEmpty(answer) || width === 0) {
      drawing?.finalize();
      drawing = null;
      drawnWidth = 0;
      plot.replaceChildren();
      element.dataset.drawn = 'nothing';
      return;
    }
    drawnWidth = width;
    const drawnAnswer = answer;
    const { draw } = await import('./vega.ts');
    const spec = chart.spec(drawnAnswer, screenLook(width, chart.height));
    // The plot is named as one picture; Vega's own roles inside would only repeat its parts.
    const target = h('div', { 'aria-hidden': 'true' });
    const next = await draw(target, spec, around.tooltip);
    next.view.addEventListener('click', (_event, item) => {
      const reference = (item?.datum as { reference?: string } | undefined)?.reference;
      if (reference !== undefined) around.openItem(reference);
    });
    drawing?.finalize();
    drawing = next;
    plot.replaceChildren(target);
    element.dataset.drawn = 'chart';
  }

  // Not for each step while a window is being resized.
  let resizing: ReturnType<typeof setTimeout> | undefined;
  new ResizeObserver(() => {
    clearTimeout(resizing);
    resizing = setTimeout(() => {
      if (Math.floor(plot.clientWidth) !== drawnWidth) redraw();
    }, RESIZED_AFTER_MS);
  }).observe(plot);

  function fillTable(): void {
    if (!details.open || answer === null) return;
    fill(tableBox, dataTable(chart.table(answer), chart.question, around.openItem));
  }
  details.addEventListener('toggle', fillTable);

  async function picture(format: 'PNG' | 'SVG'): Promise<void> {
    if (answer === null || request === null) return;
    const { pngOf, svgOf } = await import('./vega.ts');
    const spec = inFile(chart, answer, request, fileLook(1200, 520));
    const blob = await (format === 'PNG' ? pngOf(spec) : svgOf(spec));
    saveAs(blob, pictureName(chart, answer, request, format === 'PNG' ? 'png' : 'svg'));
  }

  return {
    element,
    update(remote, nextRequest) {
      const isSame = remote.answer === answer && answer !== null;
      request = nextRequest;
      answer = remote.answer;
      const isEmpty = answer !== null && chart.isEmpty(answer);
      const isShown = answer !== null && !isEmpty;
      element.dataset.state = remote.status;
      element.setAttribute('aria-busy', String(remote.status === 'loading'));
      element.classList.toggle('is-outdated', remote.isOutdated);
      note.textContent = noteOf(remote, isEmpty, chart.emptyText);
      for (const button of pictures) button.disabled = !isShown;
      if (isSame) return;
      if (answer !== null) fill(subtitle, isEmpty ? '\u00a0' : chart.subtitle(answer));
      plot.setAttribute(
        'aria-label',
        isShown && answer !== null ? `${chart.question} ${chart.summary(answer)}` : chart.question,
      );
      details.hidden = !isShown;
      fillTable();
      redraw();
    },
  };
}

function noteOf(remote: Remote<unknown>, isEmpty: boolean, emptyText: string): string {
  if (remote.answer !== null) return isEmpty && !remote.isOutdated ? emptyText : '';
  return remote.failure ? remote.failure.brief : 'Loading …';
}
