import { untracked, useSignal, useSignalEffect } from '@preact/signals';
import { Tooltip } from '../draw/tooltip.tsx';
import { BehindDialog } from '../items/behind-dialog.tsx';
import { ItemDialog } from '../items/item-dialog.tsx';
import { pages } from '../pages/pages.ts';
import type { PageName } from '../view/view.ts';
import { useApp } from './context.ts';
import { FilterBar } from './filter-bar.tsx';
import { Headline } from './headline.tsx';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import type { PageDefinition } from './page-definition.ts';
import { Provenance } from './provenance.tsx';
import { ThemeButton } from './theme.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** What all pages have around them. A page is loaded when it is opened. */
export function Shell() {
  const { board, view } = useApp();
  const shown = useSignal<{ name: PageName; page: PageDefinition } | 'lost' | null>(null);
  useSignalEffect(() => {
    const wanted = view.value;
    const there = shown.peek();
    if (there !== null && there !== 'lost' && there.name === wanted.page) {
      untracked(() => board.show(wanted, there.page.asks(wanted)));
      return;
    }
    pages[wanted.page]
      .load()
      .then((page) => {
        if (view.peek() !== wanted) return;
        board.show(wanted, page.asks(wanted));
        shown.value = { name: wanted.page, page };
      })
      .catch((error: unknown) => {
        console.warn(error);
        shown.value = 'lost';
      });
  });
  const present = shown.value;
  const uses = present === null || present === 'lost' ? [] : present.page.uses;
  return (
    <>
      <a class="skip-link" href="#board">
        Skip to the answers
      </a>
      <header class="top">
        <div class="bar">
          <div class="brand">
            <img src="./favicon.svg" alt="" width="28" height="28" />
            Kanban Flow
          </div>
          <Navigation />
          <ThemeButton />
        </div>
        <FilterBar uses={uses} />
      </header>
      <main id="board" tabIndex={-1} data-page={nameOf(present) ?? ''}>
        <Headline uses={uses} />
        <Notices uses={uses} />
        {present === 'lost' && <Lost />}
        {present !== null && present !== 'lost' && <present.page.Page key={present.name} />}
      </main>
      {present !== null && present !== 'lost' && <Provenance asks={present.page.asks(view.value)} />}
      <ItemDialog />
      <BehindDialog />
      <TokenDialog />
      <Tooltip />
    </>
  );
}

function nameOf(shown: { name: PageName } | 'lost' | null): PageName | null {
  return shown === null || shown === 'lost' ? null : shown.name;
}

/** A new version was put in place of the one whose files this page asks for. */
function Lost() {
  return (
    <div class="notice away" role="alert">
      <p>This page could not be loaded. There may be a newer version.</p>
      <button type="button" onClick={() => location.reload()}>
        Load it anew
      </button>
    </div>
  );
}
