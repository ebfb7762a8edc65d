const WHOLE = /(\d{1,2} [A-Z][a-z]{2,3} \d{4}|\d[\d.,]* (?:%|[a-z]+))/;

/** Words that may wrap, but in no date and between no number and its unit. One element: a cell may lay out its children. */
export function Unbroken({ text }: { text: string }) {
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
