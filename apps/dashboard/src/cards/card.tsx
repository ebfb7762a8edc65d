import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { marksIn, wordsOf } from '../draw/marks.ts';
import { markedParts, type Parts, type Shown, useFlash, withoutDurations } from '../live/use-flash.ts';
import type { CardLook } from './card-state.ts';

interface Props {
  readonly id: string;
  readonly kind: 'chart-card' | 'list-card';
  readonly question: string;
  /** The answer in words; empty while there is none. */
  readonly answer: string;
  /** What is shown, with its unit. */
  readonly subtitle?: string | undefined;
  readonly look: CardLook;
  readonly isLoading: boolean;
  /** For what flashes when it changes. */
  readonly shown: Shown;
  /** What was painted, for who waits for it. */
  readonly drawn?: string | undefined;
  /** Choices that concern this card alone. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A question, its answer in words, and what shows it. */
export function Card({
  id,
  kind,
  question,
  answer,
  subtitle,
  look,
  isLoading,
  shown,
  drawn,
  tools,
  children,
}: Props) {
  const host = useRef<HTMLElement>(null);
  useFlash(host, shown, partsOf);
  return (
    <section
      ref={host}
      class={`card ${kind} ${id}${look === 'outdated' ? ' is-outdated' : ''}`}
      aria-labelledby={`${id}-heading`}
      aria-busy={isLoading}
      data-look={look}
      data-state={isLoading ? 'loading' : look}
      data-drawn={drawn}
    >
      <header class="card-head">
        <div>
          <h2 id={`${id}-heading`}>{question}</h2>
          <p class="answer" data-about="the answer">
            {answer || '\u00a0'}
          </p>
          {subtitle !== undefined && <p class="subtitle">{subtitle || '\u00a0'}</p>}
        </div>
        {tools}
      </header>
      {children}
    </section>
  );
}

/** Rows of lists, and marks of charts. */
function partsOf(host: Element): Parts {
  const parts = new Map(markedParts(host));
  for (const { element, mark } of marksIn(host)) {
    // What leads to items may name the instant of the answer: the first line of its words says what a mark is about.
    parts.set(element, [mark.reference ?? mark.tip?.[0]?.join(' ') ?? '', wordsOf(mark)]);
  }
  return withoutDurations(parts);
}
