import { zonedDates } from '@kanban/charts';
import { useTools } from '../tools.ts';
import { DraftForm } from './draft-form.tsx';
import type { Item } from './item-fields.ts';

export function Comments({ item: { reference, comments, timeZone } }: { item: Item }) {
  const { acts, wall } = useTools();
  const dates = zonedDates(timeZone);
  return (
    <section aria-label="Comments">
      <h3>Comments</h3>
      <ul class="plain-list">
        {comments.map(({ id, body, writtenAt, writtenBy }) => (
          <li key={id}>
            <b>{writtenBy}</b> <span class="soft">{dates.dateTime(writtenAt)}</span>
            <p class="comment-body">{body}</p>
          </li>
        ))}
      </ul>
      {wall.mayEdit.value && (
        <DraftForm
          id={`comment ${reference}`}
          fields={[{ name: 'body', label: 'Your comment', kind: 'area', isNeeded: true, most: 65_535 }]}
          action="Comment"
          send={async ({ body = '' }, sending) => {
            await acts.run('comment', { reference, body: { body } }, sending);
          }}
        />
      )}
    </section>
  );
}
