import { keyFigures, percentileOf, streamsWords } from '@kanban/charts';
import { useApp } from '../../app/context.ts';
import { Card } from '../../cards/card.tsx';
import { ScrollBox } from '../../cards/scroll-box.tsx';
import { useAnswer } from '../../items/use-answer.ts';
import { onPage } from '../../view/view.ts';
import { askStream, type StreamFigures } from './ask-stream.ts';
import { SparkLine } from './spark-line.tsx';

/** Streams asked for at once: the API serves other people as well. */
const AT_ONCE = 3;

/** One row a stream; a click leads to its first page. */
export function StreamsCard() {
  const { board, client } = useApp();
  const request = board.request.value;
  const names = board.streams.value.map(({ name }) => name);
  const key = request && names.length > 0 ? JSON.stringify([names, request]) : null;
  const { answer, failure } = useAnswer(key, async (signal) => {
    if (!request) return [];
    const rows: StreamFigures[] = [];
    for (let first = 0; first < names.length; first += AT_ONCE) {
      const some = names.slice(first, first + AT_ONCE);
      rows.push(...(await Promise.all(some.map((name) => askStream(client, name, request, signal)))));
    }
    return rows;
  });
  const look = answer ? 'shown' : failure ? 'failed' : 'loading';
  return (
    <Card
      id="all-streams"
      kind="list-card"
      question="How do our streams compare?"
      answer={answer ? streamsWords(answer.map(({ stream, attention }) => ({ stream, attention }))) : ''}
      look={look}
      isLoading={look === 'loading'}
      shown={{ question: key, answer, isReady: answer !== null }}
    >
      {answer ? (
        <ScrollBox kind="table-box" label="The streams">
          <Rows rows={answer} />
        </ScrollBox>
      ) : (
        <p class="note">{failure?.brief ?? 'Loading …'}</p>
      )}
    </Card>
  );
}

function Rows({ rows }: { rows: readonly StreamFigures[] }) {
  const { choose, view } = useApp();
  return (
    <table>
      <caption class="visually-hidden">The streams</caption>
      <thead>
        <tr>
          {['Stream', 'To talk about', 'Finished', '', '85 of 100 took at most', '', 'In progress', ''].map(
            (title, n) => (
              <th key={`${title}${n === 0 ? '' : n}`} scope="col">
                {title || <span class="visually-hidden">Its course</span>}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { stream, attention, throughput, throughputBefore, leadTime, leadTimeBefore, flow } = row;
          const rate = keyFigures.perWeek(throughput, throughputBefore);
          const slow = keyFigures.percentile85(leadTime, leadTimeBefore);
          return (
            <tr key={stream} data-about={stream}>
              <td>
                <button
                  type="button"
                  class="link"
                  onClick={() => choose(onPage(view.value, 'today', { stream }))}
                >
                  {stream}
                </button>
              </td>
              <td>{attention}</td>
              <td>
                {rate.value}
                <small class="figure-note">{rate.note}</small>
                <small class="figure-change" data-direction={rate.change?.direction}>
                  {rate.change?.words}
                </small>
              </td>
              <td>
                <SparkLine
                  // An interval that is not over would look like a fall.
                  values={throughput.intervals
                    .filter(({ isComplete }) => isComplete)
                    .map(({ finished }) => finished)}
                  label={`Finished in ${stream}, interval by interval`}
                />
              </td>
              <td>
                {slow.value}
                <small class="figure-change" data-direction={slow.change?.direction}>
                  {slow.change?.words}
                </small>
              </td>
              <td>
                <SparkLine
                  values={row.leadTimes.intervals
                    .filter(({ isComplete }) => isComplete)
                    .map((interval) => percentileOf(interval, 85))}
                  label={`85 of 100 in ${stream}, interval by interval`}
                />
              </td>
              <td>{flow.total?.wip ?? '–'}</td>
              <td>
                <SparkLine
                  values={flow.intervals.map(({ wip }) => wip)}
                  label={`In progress in ${stream}, interval by interval`}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
