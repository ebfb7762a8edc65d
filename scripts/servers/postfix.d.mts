/** The path of Postfix's command, or undefined where it is not installed or nobody may start it. */
export function findPostfix(): string | undefined;

export interface Postfix {
  readonly url: string;
  /** An account of this machine whose mails `mails()` can read. */
  readonly mailbox: string;
  /** Its mails, oldest first. */
  mails(): string[];
  log(): string;
  /** Tries what is deferred at once, rather than when its time has come. */
  flush(): Promise<unknown>;
  stop(): Promise<void>;
  startAgain(): Promise<void>;
  remove(): Promise<void>;
}

export function startPostfix(options: {
  readonly mainCf: string;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<Postfix>;
