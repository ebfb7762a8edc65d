/** What a notice says, before it becomes text and HTML: everything in it is plain text of unknown origin. */
export interface Content {
  readonly subject: string;
  readonly headline: string;
  readonly sentence: string;
  /** Label and value, shown as a small table. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}
