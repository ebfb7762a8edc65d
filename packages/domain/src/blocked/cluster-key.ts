/** How reasons are grouped: `normalised` (case folded, trimmed, blanks joined) or as they were written. */
export type ClusterRule = 'normalised' | 'exact';

export function clusterKey(reason: string, rule: ClusterRule): string {
  // Folded twice over: ß and SS are one letter in capitals, and ς and σ.
  return rule === 'exact'
    ? reason
    : reason.normalize('NFC').toUpperCase().toLowerCase().trim().replace(/\s+/gu, ' ');
}
