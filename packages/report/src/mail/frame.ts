/** The parts of a mail around the report. */
export interface Frame {
  /** Sentences above everything. */
  readonly notes: readonly string[];
  /** To the dashboard. */
  readonly link: string | undefined;
  readonly footer: readonly FooterLink[];
}

export interface FooterLink {
  readonly label: string;
  readonly url: string;
}
