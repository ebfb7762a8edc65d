import { AVERAGE_THROUGHPUT } from '@kanban/charts';
import type { Ask } from '../view/ask.ts';
import { useApp } from './context.ts';

/** How the numbers on the page were made, in the API's own words. */
export function Provenance({ asks }: { asks: readonly Ask[] }) {
  const { apiUrl, board } = useApp();
  const request = board.request.value;
  const answers = asks.map((ask) => board.remote(ask).value.answer).filter((answer) => answer !== null);
  const facts = new Map<string, string>();
  if (request) facts.set('Range', `${request.from} to ${request.to}, both included, ${request.timeZone}`);
  if (asks.some(({ name }) => name === 'throughput')) facts.set('Average throughput', AVERAGE_THROUGHPUT);
  for (const answer of answers) {
    for (const [name, text] of Object.entries('definitions' in answer ? answer.definitions : {})) {
      if (typeof text === 'string' && text.includes(' ')) facts.set(titled(name), text);
    }
  }
  const rows = answers.flatMap((answer) => ('lastAuditId' in answer ? [answer.lastAuditId ?? 0] : []));
  if (rows.length > 0) facts.set('Read up to', `row ${Math.max(...rows)} of the audit log`);
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
        </dl>
        <p>
          <a href={new URL('docs', apiUrl).href}>The API and its definitions</a>
        </p>
      </details>
    </footer>
  );
}

/** `flowDebt` as `Flow debt`. */
function titled(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
