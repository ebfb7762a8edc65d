import type { ComponentChildren } from 'preact';
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
  drawn,
  tools,
  children,
}: Props) {
  return (
    <section
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
          <p class="answer">{answer || '\u00a0'}</p>
          {subtitle !== undefined && <p class="subtitle">{subtitle || '\u00a0'}</p>}
        </div>
        {tools}
      </header>
      {children}
    </section>
  );
}
