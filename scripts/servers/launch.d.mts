export interface Launched {
  readonly pid: number;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  running(): boolean;
  /** SIGTERM, and SIGKILL after the deadline. */
  stop(deadlineMs?: number): Promise<unknown>;
}

/** A process that does not outlive this one. Throws once everything is being stopped. */
export function launch(options: {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly runDir: string;
  readonly logFile?: string;
  readonly onLine?: (line: string) => void;
}): Launched;

/** All that were launched and have not ended. */
export function liveChildren(): Launched[];
