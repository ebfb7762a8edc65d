import type { Instant } from '../instant.ts';
import type { Visit } from '../queue.ts';
import type { Block } from '../time-spent.ts';

/** A block with the reason that it began with. */
export interface ReasonedBlock extends Block {
  reason: string;
}

export interface BlockedItem<B extends ReasonedBlock = ReasonedBlock> {
  itemId: number;
  committedAt: Instant | null;
  finishedAt: Instant | null;
  /** All of them, in order. */
  visits: readonly Visit[];
  /** They never overlap. */
  blocks: readonly B[];
}
