import type { TopLevelSpec } from 'vega-lite';

type Rows = readonly object[];

/** A specification in two parts: its data by name, and everything else as a text that can be compared. */
export function withoutValues(spec: TopLevelSpec): { frame: string; values: Map<string, Rows> } {
  const values = new Map<string, Rows>();
  const frame = JSON.stringify(spec, (key, part: unknown) => {
    if (key !== 'data' || !isNamed(part)) return part;
    values.set(part.name, part.values);
    return { name: part.name };
  });
  return { frame, values };
}

function isNamed(part: unknown): part is { name: string; values: Rows } {
  return typeof part === 'object' && part !== null && 'name' in part && 'values' in part;
}
