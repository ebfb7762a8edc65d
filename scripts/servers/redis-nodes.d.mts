/** The path of a Redis or Valkey server, which is sentinel and cluster node too; undefined: not installed. */
export function findRedis(): string | undefined;

/** Several Redis processes that a test may kill. */
export interface RedisNodes {
  /** Redis's answer to a command, as it is on the wire, or as much of it as arrives at once. */
  ask(port: number, command: string): Promise<string | undefined>;
  signal(port: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  stop(): Promise<void>;
}
