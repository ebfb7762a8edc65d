import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { cardSpot, type Entry } from '../model/entry.ts';
import { dragCard } from '../move/drag.ts';
import { useTools } from '../tools.ts';
import { Facts } from './facts.tsx';
import { select } from './select.ts';

/** Drawn again only when its own signals change. */
export function CardItem({ entry, queue }: { entry: Entry; queue: string }) {
  const { choose } = useApp();
  const tools = useTools();
  const { moving, wall } = tools;
  const host = useRef<HTMLLIElement>(null);
  const { reference } = entry;
  const card = entry.card.value;
  const isBlocked = card.blockedReason !== null;
  const sending = entry.sending.value;
  useEffect(() => (host.current ? dragCard(host.current, reference, tools) : undefined), []);
  return (
    <li
      class="wall-card"
      ref={host}
      hidden={entry.isHidden}
      data-card={reference}
      data-class={card.classOfService}
      data-sending={sending}
      data-selected={entry.isSelected}
      data-blocked={isBlocked}
    >
      <article
        tabIndex={entry.tab}
        data-spot={cardSpot(reference)}
        data-queue={queue}
        aria-label={`${reference} ${card.shortDesc}${isBlocked ? ', blocked' : ''}`}
      >
        <div class="card-top">
          {wall.mayMove.value && (
            <input
              type="checkbox"
              aria-label={`Select ${reference}`}
              tabIndex={entry.tab}
              checked={entry.isSelected}
              onClick={(event) => select(tools, reference, { isRange: event.shiftKey })}
            />
          )}
          <button
            type="button"
            class="link card-name"
            tabIndex={entry.tab}
            onClick={() => choose({ item: reference })}
          >
            {reference}
          </button>
          {wall.mayMove.value && (
            <button
              type="button"
              class="move-button"
              tabIndex={entry.tab}
              aria-label={`Move ${reference} …`}
              onClick={() => {
                moving.value = reference;
              }}
            >
              Move …
            </button>
          )}
        </div>
        <p class="card-desc">{card.shortDesc || 'No description'}</p>
        <Facts entry={entry} />
        {sending === 'unsure' && (
          <p class="card-sending">Not answered yet: it is sent again until it is known to be done, once.</p>
        )}
        {entry.refusal.value !== null && (
          <p class="card-refusal">
            {entry.refusal.value}{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                entry.refusal.value = null;
                host.current?.querySelector('article')?.focus();
              }}
            >
              OK
            </button>
          </p>
        )}
      </article>
    </li>
  );
}
