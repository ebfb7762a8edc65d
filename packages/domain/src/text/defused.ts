/** A spreadsheet of another country splits lines at another separator than the file has, so a text may begin within a cell. */
const WOULD_RUN = /^(?=[=+\-@\t\r＝＋－＠])|(?<=[,;\t\r\n])(?="*[=+\-@＝＋－＠])/g;
const DEFUSED = /^'(?=[=+\-@\t\r＝＋－＠])|(?<=[,;\t\r\n])'(?="*[=+\-@＝＋－＠])/g;

/** A text with an apostrophe before each place at which a spreadsheet that opens it in a CSV file would run a formula. */
export function defused(text: string): string {
  return text.replace(WOULD_RUN, "'");
}

/** What `defused` was given, unless that had such apostrophes itself. */
export function withoutDefusal(text: string): string {
  return text.replace(DEFUSED, '');
}
