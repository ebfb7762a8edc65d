interface Page {
  readonly title: string;
  readonly text: string;
  /** A button that unsubscribes, by POST to this very address. */
  readonly asks?: boolean;
}

/** Everything in it is written here: nothing of a request stands in these pages. */
const pageOf = ({ title, text, asks = false }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title} – Kanban Flow</title>
<style>
body { max-width: 32rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
button { padding: .6rem 1.2rem; border: 0; border-radius: 6px; background: #0b57d0; color: #fff; font: inherit; font-weight: 600 }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${asks ? '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>' : ''}
</main>
</body>
</html>
`;

export const confirmPage = pageOf({
  title: 'Unsubscribe?',
  text: 'You will get no more messages of the subscription that this link belongs to. Your other subscriptions stay.',
  asks: true,
});

export const donePage = pageOf({
  title: 'You are unsubscribed',
  text: 'You will get no more messages of this subscription. The administrators of the board can subscribe you again.',
});

export const unknownPage = pageOf({
  title: 'This link is not known',
  text: 'It may be incomplete. Copy the whole link from the message.',
});
