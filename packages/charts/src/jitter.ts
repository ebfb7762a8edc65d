/** The position of a dot within its column, 0 to 1: a hash of its reference, so that it does not move (FNV-1a). */
export function placeInColumn(reference: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < reference.length; place++) {
    hash = Math.imul(hash ^ reference.charCodeAt(place), 0x01000193);
  }
  // The last bits of similar references differ little: the multiplication spreads them.
  return ((Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) % 1_000) / 1_000;
}
