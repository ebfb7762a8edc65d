import { AVERAGE_THROUGHPUT, formatDay, zonedDates } from '@kanban/charts';
import type { Ask } from '../view/ask.ts';
import { addressOf } from '../view/view.ts';
import { useApp } from './context.ts';

/** How the numbers on the page were made, in the API's own words, of when, and as of when. */
export function Provenance({ asks }: { asks: readonly Ask[] }) {
  const { apiUrl, board, view } = useApp();
  const request = board.request.value;
  const answers = asks.map((ask) => board.remote(ask).value.answer).filter((answer) => answer !== null);
  const facts = new Map<string, string>();
  if (request) {
    facts.set('Range', `${request.from} to ${request.to}, both included, ${request.timeZone}`);
    if (request.at !== undefined) {
      facts.set('Looked at', `the end of ${formatDay(request.day)}, by what is known today`);
    }
  }
  if (asks.some(({ name }) => name === 'throughput')) facts.set('Average throughput', AVERAGE_THROUGHPUT);
  for (const answer of answers) {
    for (const [name, text] of Object.entries('definitions' in answer ? answer.definitions : {})) {
      if (typeof text === 'string' && text.includes(' ')) facts.set(titled(name), text);
    }
  }
  const rows = answers.flatMap((answer) => ('lastAuditId' in answer ? [answer.lastAuditId ?? 0] : []));
  if (rows.length > 0) facts.set('Read up to', `row ${Math.max(...rows)} of the audit log`);
  const known = answers
    .flatMap((answer) => ('asOf' in answer ? [answer] : []))
    .toSorted((a, b) => a.asOf.localeCompare(b.asOf))
    .at(-1);
  return (
    <footer class="bottom">
      <details class="provenance">
        <summary>How these numbers are made</summary>
        <dl class="facts">
          {[...facts].map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
          {known && request && (
            <div key="As of">
              <dt>As of</dt>
              <dd>
                {timeIn(request.timeZone, known.asOf)}.
                {!known.isSettled && ' What was being recorded just then may still be missing.'}{' '}
                {request.asOf === undefined && request.at === undefined && (
                  <a href={addressOf({ ...view.value, asOf: known.asOf })}>
                    What was known then, whatever happens since
                  </a>
                )}
              </dd>
            </div>
          )}
        </dl>
        <p>
          <a href={new URL('docs', apiUrl).href}>The API and its definitions</a>
        </p>
      </details>
    </footer>
  );
}

/** Not every browser knows every zone: then as the API says it. */
function timeIn(timeZone: string, instant: string): string {
  try {
    return `${zonedDates(timeZone).dateTime(instant)}, ${timeZone}`;
  } catch {
    return instant;
  }
}

/** `flowDebt` as `Flow debt`. */
function titled(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
