import type { AnswerToQuestion, QuestionName } from '@kanban/api';
import { annotated, type Chart, type Look, screenLook } from '@kanban/charts';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useApp, useRemote } from '../app/context.ts';
import { Plot } from '../draw/plot.tsx';
import type { Ask, Remote } from '../view/ask.ts';
import { zoomed } from '../view/view.ts';
import { Card } from './card.tsx';
import { lookOf, shownOf } from './card-state.ts';
import { CsvLink } from './csv-link.tsx';
import { DataTable } from './data-table.tsx';
import { unfiltered } from './filter-words.ts';
import { useSigned } from './notes.tsx';
import { Pictures } from './pictures.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { useNote } from './use-note.ts';

interface Options {
  readonly tools?: ComponentChildren;
  /** In words where it says more than the chart's own. */
  readonly question?: string;
  /** Its range is its horizontal axis, and the page asks for annotations. */
  readonly isAnnotated?: boolean;
}

interface Props<Name extends QuestionName> extends Options {
  readonly chart: Chart<AnswerToQuestion<Name>>;
  readonly asks: Ask<Name>;
  /** The same question about what is compared with. */
  readonly before?: Ask<Name>;
}

interface ViewProps<Answer> extends Options {
  readonly chart: Chart<Answer>;
  readonly remote: Remote<Answer>;
  readonly earlier?: Answer | null;
  /** Parameters of its CSV. */
  readonly extra?: Ask['extra'] | undefined;
}

type OverTime = Parameters<typeof annotated>[1];

const NOTHING: Ask = { key: '', name: 'queues', choices: () => null };

/** How much larger than usual the page's text is: on wide screens it grows. */
function textScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
}

/** A chart of the answer to a question of the page. */
export function ChartCard<Name extends QuestionName>({ asks, before, ...rest }: Props<Name>) {
  const remote = useRemote(asks);
  const earlier = useRemote(before ?? (NOTHING as Ask<Name>)).answer;
  return <ChartView {...rest} remote={remote} earlier={earlier} extra={asks.extra} />;
}

/** A chart with its heading, the answer in words, its numbers as a table, and its downloads. Its height never changes. */
export function ChartView<Answer>({
  chart,
  remote,
  earlier = null,
  extra,
  tools,
  question,
  isAnnotated = false,
}: ViewProps<Answer>) {
  const { board, choose, view } = useApp();
  const [isOpen, setOpen] = useState(false);
  const [painted, setPainted] = useState<{ spec: unknown } | null>(null);
  const { answer } = remote;
  const isEmpty = answer !== null && chart.isEmpty(answer);
  const look = lookOf(remote, isEmpty);
  const isShown = answer !== null && !isEmpty;
  const heading = question ?? chart.question;
  const words = isShown ? chart.summary(answer, earlier) : '';
  const signs = useSigned(isAnnotated);
  const draw = (look: Look) => {
    const spec = chart.spec(answer as Answer, look);
    return isAnnotated ? annotated(spec, answer as unknown as OverTime, signs, look) : spec;
  };
  const spec = useMemo(
    () => (isShown ? (width: number) => draw(screenLook(width, chart.height, textScale())) : null),
    [answer, signs],
  );
  const isPainted = painted !== null && painted.spec === spec;
  const note = useNote(look, chart.emptyText, remote);
  const closer =
    isShown && isAnnotated && chart.isCounted?.(answer) ? '. Drag across a part to see its items' : '';
  return (
    <Card
      id={chart.id}
      kind="chart-card"
      question={heading}
      answer={words}
      subtitle={isShown ? unfiltered(`${chart.subtitle(answer)}${closer}`, answer as object, view.value) : ''}
      look={look}
      isLoading={remote.status === 'loading'}
      shown={shownOf(remote, isPainted)}
      drawn={isPainted ? (isShown ? 'chart' : 'nothing') : undefined}
      tools={tools}
    >
      <div class="stage" style={{ '--height': `${chart.height}px` }}>
        <Plot
          label={isShown ? `${heading} ${words}` : heading}
          spec={spec}
          drawn={(spec) => setPainted({ spec })}
          zoom={isAnnotated ? (days) => choose(zoomed(view.value, days)) : undefined}
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
          <CsvLink csv={chart.csv} extra={extra} />
          <Pictures
            chart={chart as Chart}
            answer={answer}
            request={board.request.value}
            draw={draw}
            signs={signs}
          />
        </fieldset>
      </footer>
    </Card>
  );
}
