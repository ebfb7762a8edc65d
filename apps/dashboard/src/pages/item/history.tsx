import type { WorkItemAnswer } from '@kanban/api';
import { zonedDates } from '@kanban/charts';
import { ScrollBox } from '../../cards/scroll-box.tsx';
import { TableHead } from '../../cards/table-head.tsx';

interface Happening {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly why: string | null;
}

/** A long text is cut here; the item’s own has all of it. */
const MOST_LETTERS = 80;

export function History({ happenings, timeZone }: { happenings: readonly Happening[]; timeZone: string }) {
  const dates = zonedDates(timeZone);
  return (
    <ScrollBox kind="table-box" label="All that happened, the newest first">
      <table>
        <caption class="visually-hidden">What happened</caption>
        <TableHead titles={['When', 'What', 'By', 'Why']} />
        <tbody>
          {happenings.map(({ at, what, by, why }, n) => (
            <tr key={n}>
              <td>{dates.dateTime(at)}</td>
              <td class="text">{what}</td>
              <td>{by}</td>
              <td class="text">{why ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Its moves, what was changed of its fields, and its blocks, the newest first. */
export function happeningsOf({ moves, changes, blocks }: WorkItemAnswer): Happening[] {
  const all: Happening[] = [
    ...moves.map(({ occurredAt, fromQueue, toQueue, actor, reason }) => ({
      at: occurredAt,
      what: moveWords(fromQueue, toQueue),
      by: actor,
      why: reason,
    })),
    // Told as blocks.
    ...changes
      .filter(({ field }) => field !== 'blocked')
      .map(({ at, field, from, to, actor, reason }) => ({
        at,
        what: `${fieldName(field)}: ${quoted(from)} → ${quoted(to)}`,
        by: actor,
        why: reason,
      })),
    ...blocks.flatMap(({ blockedAt, blockedBy, unblockedAt, unblockedBy, reason }) => [
      { at: blockedAt, what: 'blocked', by: blockedBy, why: reason },
      ...(unblockedAt === null
        ? []
        : [{ at: unblockedAt, what: 'no longer blocked', by: unblockedBy ?? '', why: null }]),
    ]),
  ];
  return all.sort((a, b) => b.at.localeCompare(a.at));
}

function moveWords(from: string | null, to: string | null): string {
  if (from === null) return `entered ${to ?? ''}`;
  return to === null ? `left ${from}, off the board` : `${from} → ${to}`;
}

/** `short_desc` as `Short desc`; what people call it, where that is another word. */
function fieldName(field: string): string {
  const known = { short_desc: 'Title', date_due: 'Due', date_logged: 'Logged' }[field];
  const words = field.replaceAll('_', ' ');
  return known ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function quoted(text: string | null): string {
  if (text === null || text === '') return 'nothing';
  return text.length > MOST_LETTERS ? `“${text.slice(0, MOST_LETTERS)}…”` : `“${text}”`;
}
