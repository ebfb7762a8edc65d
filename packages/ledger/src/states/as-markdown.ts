import type { Transition } from './transition.ts';

/** The table of transitions of one table, as Markdown. */
export function asMarkdown(transitions: readonly Transition[]): string {
  const rows = transitions.map(({ arrows, by, file, why, afterKill }) => {
    const all = arrowsOf(arrows).map(([from, to]) => `${from} → ${to}`);
    return `| ${all.join('<br>')} | ${by.join(', ')} | ${why} | [\`${file}\`](src/${file}) | ${afterKill} |`;
  });
  return ['| from → to | by | why | statement | what a kill leaves |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/** Each arrow as a pair. */
export function arrowsOf(arrows: Transition['arrows']): [from: string, to: string][] {
  return Object.entries(arrows as Readonly<Record<string, readonly string[]>>).flatMap(([from, states]) =>
    states.map((to): [string, string] => [from, to]),
  );
}
