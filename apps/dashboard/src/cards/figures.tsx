import type { KeyFigure } from '@kanban/charts';

interface Props {
  readonly figures: readonly { readonly figure: KeyFigure; readonly isOutdated: boolean }[];
}

/** The few numbers that a page begins with, each compared. */
export function Figures({ figures }: Props) {
  return (
    <section aria-label="Key figures">
      <dl class="figures">
        {figures.map(({ figure: { label, value, note, change }, isOutdated }) => (
          <div key={label} class={isOutdated ? 'figure is-outdated' : 'figure'}>
            <dt>{label}</dt>
            <dd class="value">{value}</dd>
            <dd class="figure-note">{note || '\u00a0'}</dd>
            <dd class="figure-change" data-direction={change?.direction}>
              {change?.words ?? '\u00a0'}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
