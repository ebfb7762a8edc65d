/** The parts of a mail around the report. */
export interface Frame {
  /** Sentences at the top. */
  readonly notes: readonly string[];
  /** The URL of the dashboard. */
  readonly link: string | undefined;
  readonly footer: readonly FooterLink[];
}

export interface FooterLink {
  readonly label: string;
  readonly url: string;
}
