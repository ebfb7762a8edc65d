/** Where MariaDB and its replication library are; undefined where one of them is not installed. */
export function findGalera(): object | undefined;

export interface GaleraNode {
  readonly adminUrl: string;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

/** A Galera cluster on the loopback. A node answers questions when it has joined; until then it refuses them (1047). */
export function startGalera(options?: { readonly size?: number }): Promise<{
  readonly nodes: readonly [GaleraNode, GaleraNode, GaleraNode];
  stop(): Promise<void>;
}>;
