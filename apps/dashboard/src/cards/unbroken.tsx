const WHOLE = /(\d{1,2} [A-Z][a-z]{2,3} \d{4}|\d[\d.,]* (?:%|ms|(?:second|minute|hour|day)s?))/;
/** A longer text is a sentence, which has room to wrap: its lines stay where they are while the font arrives. */
const LONGEST = 40;

/** Words that may wrap, but in no date and between no number and its unit. One element: a cell may lay out its children. */
export function Unbroken({ text }: { text: string }) {
  if (text.length > LONGEST) return <>{text}</>;
  return (
    <span>
      {text.split(WHOLE).map((part, n) =>
        n % 2 === 0 ? (
          part
        ) : (
          <span key={n} class="unbroken">
            {part}
          </span>
        ),
      )}
    </span>
  );
}
