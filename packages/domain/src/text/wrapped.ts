const WIDTH = 72;

/** Lines of at most 72 characters, but for words that are longer: some mail clients do not wrap plain text. No `%` alone. */
export function wrapped(text: string): string {
  return text.replace(new RegExp(`(.{1,${WIDTH}})(?: +(?!%)|$)`, 'g'), '$1\n').trimEnd();
}
