/** `preferred` if nobody listens on it on the loopback, else a port the system picked. */
export function freePort(preferred?: number): Promise<number>;
