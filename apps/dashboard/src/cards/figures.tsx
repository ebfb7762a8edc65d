import type { KeyFigure } from '@kanban/charts';
import { useRef } from 'preact/hooks';
import { useFlash } from '../live/use-flash.ts';
import type { Remote } from '../view/ask.ts';
import { shownOf } from './card-state.ts';

interface Computed {
  readonly figure: KeyFigure;
  /** What it is computed from. */
  readonly of: Remote<unknown>;
}

/** The few numbers that a page begins with, each compared. */
export function Figures({ figures }: { figures: readonly Computed[] }) {
  return (
    <section aria-label="Key figures">
      <dl class="figures">
        {figures.map((computed) => (
          <Figure key={computed.figure.label} {...computed} />
        ))}
      </dl>
    </section>
  );
}

function Figure({ figure: { label, value, note, change }, of }: Computed) {
  const host = useRef<HTMLDivElement>(null);
  useFlash(host, shownOf(of));
  return (
    <div ref={host} class={of.isOutdated ? 'figure is-outdated' : 'figure'}>
      <dt>{label}</dt>
      <dd class="value" data-about={label}>
        {value}
      </dd>
      <dd class="figure-note">{note || '\u00a0'}</dd>
      <dd class="figure-change" data-direction={change?.direction}>
        {change?.words ?? '\u00a0'}
      </dd>
    </div>
  );
}
