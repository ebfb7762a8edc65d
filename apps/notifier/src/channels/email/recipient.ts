import { domainToASCII, domainToUnicode } from 'node:url';

/** One address and nothing else: no list, no name, no line break that could begin another header or command. */
const address = /^[^\s,;:<>()[\]\\"@]+@([^\s,;:<>()[\]\\"@]+)$/u;
/** What nobody sees, and programs on the way may leave out or turn round: the mail would go elsewhere than the ledger says. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether mail can be addressed to this text as it stands; the mail server judges the rest. */
export function isAddress(text: string): boolean {
  const [, domain] = text.length <= 254 && !unseen.test(text) ? (address.exec(text) ?? []) : [];
  return domain !== undefined && isAsWritten(domain);
}

/** A domain that is another one on the way, once its letters are brought into their common form, is not the one that was meant. */
function isAsWritten(domain: string): boolean {
  const ascii = domainToASCII(domain);
  return ascii !== '' && [ascii, domainToUnicode(ascii)].includes(domain.toLowerCase());
}
