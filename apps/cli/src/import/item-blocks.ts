import type { PoolConnection } from 'mysql2/promise';
import type { KnownItem } from '../history/history.ts';
import { newBlocks } from './known-details.ts';
import type { QualityReport } from './quality.ts';
import type { Block } from './read-blocks.ts';

/** The blocked spells of a file, gathered as their items turn up. */
export class ItemBlocks {
  readonly #all: readonly Block[];
  /** Of items that have not turned up. */
  readonly #left: Map<string, Block[]>;
  readonly #kept = new Set<Block>();

  constructor(blocks: readonly Block[]) {
    this.#all = blocks;
    this.#left = Map.groupBy(blocks, ({ reference }) => reference);
  }

  /** Keeps the spells of these items that the database does not have. `differing`: items that stay as they are. */
  async take(
    connection: PoolConnection,
    known: ReadonlyMap<string, KnownItem>,
    items: readonly { readonly reference: string }[],
    differing: ReadonlySet<string>,
    report: QualityReport,
  ): Promise<void> {
    const own = items.flatMap(({ reference }) => {
      const blocks = this.#left.get(reference) ?? [];
      this.#left.delete(reference);
      return differing.has(reference) ? [] : blocks;
    });
    for (const block of await newBlocks(connection, known, own, report)) this.#kept.add(block);
  }

  /** Those to write, in the order of the file, when all items have turned up; notes the spells of items that have not. */
  rest(report: QualityReport): Block[] {
    for (const { reference } of [...this.#left.values()].flat()) report.note('blocksWithoutItem', reference);
    return this.#all.filter((block) => this.#kept.has(block));
  }
}
