/** Both servers refuse to run as root unless told by name. */
export function asRoot() {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
