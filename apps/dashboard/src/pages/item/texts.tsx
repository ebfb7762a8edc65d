import type { WorkItemAnswer } from '@kanban/api';
import { zonedDates } from '@kanban/charts';

interface Props {
  readonly item: WorkItemAnswer;
  readonly timeZone: string;
}

export function Checklists({ item: { checklists }, timeZone }: Props) {
  const dates = zonedDates(timeZone);
  return (
    <>
      {[...Map.groupBy(checklists, ({ checklist }) => checklist)].map(([name, entries]) => (
        <section key={name} aria-label={name}>
          <h3>
            {name}: {entries.filter(({ isDone }) => isDone).length} of {entries.length}
          </h3>
          <ul class="plain-list">
            {entries.map(({ label, isDone, doneAt, doneBy }, n) => (
              <li key={n}>
                <span aria-hidden="true">{isDone ? '☑' : '☐'}</span>
                <span class="visually-hidden">{isDone ? 'done:' : 'open:'}</span> {label}{' '}
                {isDone && (
                  <small>
                    {doneBy}
                    {doneAt !== null && `, ${dates.dateTime(doneAt)}`}
                  </small>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function Comments({ item: { comments }, timeZone }: Props) {
  const dates = zonedDates(timeZone);
  return (
    <ol class="comments">
      {comments.map(({ body, writtenAt, writtenBy, changedAt }, n) => (
        <li key={n}>
          <p>{body}</p>
          <small>
            {writtenBy ?? 'unknown'}
            {writtenAt !== null && `, ${dates.dateTime(writtenAt)}`}
            {changedAt !== null && `, changed ${dates.dateTime(changedAt)}`}
          </small>
        </li>
      ))}
    </ol>
  );
}

/** Links only where a browser goes; other places, such as files of a share, are written out to be copied. */
export function Attachments({ item: { attachments }, timeZone }: Props) {
  const dates = zonedDates(timeZone);
  return (
    <ul class="plain-list">
      {attachments.map(({ name, address, addedAt, addedBy }, n) => (
        <li key={n}>
          {/^https?:/.test(address) ? (
            <a href={address} rel="noopener noreferrer" target="_blank">
              {name}
            </a>
          ) : (
            <>
              {name}: <code>{address}</code>
            </>
          )}{' '}
          <small>
            {addedBy}
            {addedAt !== null && `, ${dates.dateTime(addedAt)}`}
          </small>
        </li>
      ))}
    </ul>
  );
}
