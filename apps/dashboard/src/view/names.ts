/** Names as one text of an address; null: none. A name may hold any character, a comma too. */
export function joinNames(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.map(encodeURIComponent).join(',');
}

/** What cannot be read is a name as it stands. */
export function splitNames(text: string | null): readonly string[] {
  if (text === null) return [];
  return text.split(',').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}
