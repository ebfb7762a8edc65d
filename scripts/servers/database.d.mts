/** A program of this machine that speaks MySQL; see find-binary.mjs. */
export interface DatabaseServer {
  readonly flavour: 'mariadb' | 'mysql';
  readonly command: readonly string[];
  readonly options: readonly string[];
}

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** Resolves when it ended, however. */
  readonly exited: Promise<unknown>;
  running(): boolean;
  /** SIGTERM, and SIGKILL after the deadline. */
  stop(deadlineMs?: number): Promise<unknown>;
}

export function startDatabase(options: {
  readonly name: string;
  readonly server: DatabaseServer;
  readonly dataDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly bufferPoolMb?: number;
  readonly careless?: boolean;
  readonly extra?: readonly string[];
}): Promise<RunningServer & { readonly adminUrl: string }>;
