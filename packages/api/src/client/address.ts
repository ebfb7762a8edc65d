import { ApiFailure } from './failure.ts';
import { pathSegment } from './path-segment.ts';

/**
 * Where an answer is: `{name}` in the path is filled with the parameter of that name, the others become the query; undefined
 * ones are left out. Throws ApiFailure for a value that no address can hold.
 */
export function addressOf(
  url: string,
  path: string,
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const query = new URLSearchParams();
  const inPath = new Map<string, string>();
  for (const [name, value] of Object.entries(parameters)) {
    if (path.includes(`{${name}}`)) inPath.set(name, segmentOf(name, String(value ?? '')));
    else for (const each of [value].flat()) if (each !== undefined) query.append(name, each);
  }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => inPath.get(name) ?? '');
  return `${url}${filled}${query.size > 0 ? `?${query}` : ''}`;
}

function segmentOf(name: string, value: string): string {
  const segment = pathSegment(value);
  if (segment !== null) return segment;
  throw new ApiFailure(
    'refused',
    `An item whose ${name} is “${value}” cannot be asked for: no address can hold it.`,
  );
}
