import type { AnswerToQuestion, QuestionName } from '@kanban/api';
import { type Chart, screenLook } from '@kanban/charts';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useApp, useRemote } from '../app/context.ts';
import { Plot } from '../draw/plot.tsx';
import type { Ask } from '../view/ask.ts';
import { Card } from './card.tsx';
import { lookOf, noteOf } from './card-state.ts';
import { CsvLink } from './csv-link.tsx';
import { DataTable } from './data-table.tsx';
import { Pictures } from './pictures.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { unfiltered } from './unfiltered.ts';

interface Props<Name extends QuestionName> {
  readonly chart: Chart<AnswerToQuestion<Name>>;
  readonly asks: Ask<Name>;
  /** The same question about what is compared with. */
  readonly before?: Ask<Name>;
  readonly tools?: ComponentChildren;
  /** In words where it says more than the chart's own. */
  readonly question?: string;
}

const NOTHING: Ask = { key: '', name: 'queues', choices: () => null };

/** How much larger than usual the page's text is: on wide screens it grows. */
function textScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
}

/** A chart with its heading, the answer in words, its numbers as a table, and its downloads. Its height never changes. */
export function ChartCard<Name extends QuestionName>({ chart, asks, before, tools, question }: Props<Name>) {
  const { board, choose, view } = useApp();
  const remote = useRemote(asks);
  const earlier = useRemote(before ?? (NOTHING as Ask<Name>)).answer;
  const [isOpen, setOpen] = useState(false);
  const [painted, setPainted] = useState<{ spec: unknown } | null>(null);
  const { answer } = remote;
  const isEmpty = answer !== null && chart.isEmpty(answer);
  const look = lookOf(remote, isEmpty);
  const isShown = answer !== null && !isEmpty;
  const heading = question ?? chart.question;
  const words = isShown ? chart.summary(answer, earlier) : '';
  const spec = useMemo(
    () =>
      isShown ? (width: number) => chart.spec(answer, screenLook(width, chart.height, textScale())) : null,
    [answer],
  );
  const isPainted = painted !== null && painted.spec === spec;
  const note = noteOf(look, chart.emptyText, remote, board.failure.value !== null);
  const doubt = answer === null ? '' : unfiltered(answer, view.value);
  return (
    <Card
      id={chart.id}
      kind="chart-card"
      question={heading}
      answer={words}
      subtitle={isShown ? `${chart.subtitle(answer)}${doubt}` : ''}
      look={look}
      isLoading={remote.status === 'loading'}
      drawn={isPainted ? (isShown ? 'chart' : 'nothing') : undefined}
      tools={tools}
    >
      <div class="stage" style={{ '--height': `${chart.height}px` }}>
        <Plot
          label={isShown ? `${heading} ${words}` : heading}
          spec={spec}
          drawn={(spec) => setPainted({ spec })}
          open={({ behind, reference }) => {
            if (behind !== null) choose({ behind });
            else if (reference !== null) choose({ item: reference });
          }}
        />
        <p class="note">{note || (isShown && painted === null ? 'Drawing …' : '')}</p>
      </div>
      <footer class="card-foot">
        <details hidden={!isShown} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>Show as table</summary>
          {isOpen && isShown && (
            <ScrollBox kind="table-box" label={`${heading} The numbers`}>
              <DataTable table={chart.table(answer)} caption={heading} />
            </ScrollBox>
          )}
        </details>
        <fieldset class="downloads" aria-label={`Downloads: ${heading}`}>
          <CsvLink csv={chart.csv} extra={asks.extra} />
          <Pictures chart={chart as Chart} answer={answer} request={board.request.value} />
        </fieldset>
      </footer>
    </Card>
  );
}
