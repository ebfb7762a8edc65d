/** The little that is used of a package without types of its own. */
declare module 'vega-scenegraph' {
  interface TextItem {
    readonly fontSize?: number;
    readonly limit?: number;
  }
  export const textMetrics: { width(item: TextItem, text: string): number };
  /** The font of an item as CSS writes it. */
  export function font(item: TextItem): string;
}
