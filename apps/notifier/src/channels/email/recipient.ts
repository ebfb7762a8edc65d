/** One address and nothing else: no list, no name, no line break that could begin another header or command. */
const address = /^[^\s,;:<>()[\]\\"]+@[^\s,;:<>()[\]\\"@]+$/u;

/** Whether mail can be addressed to this text at all; the mail server judges the rest. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && address.test(text);
}
