import { formatInstant } from '@kanban/domain';
import { now } from '@kanban/schema';

/** A new folder for each removal: `removed-shop-2026-11-29T190500Z`. */
export function defaultFolder(what: string): string {
  const safe = what.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  return `removed-${safe}-${formatInstant(now()).slice(0, 19).replaceAll(':', '')}Z`;
}
