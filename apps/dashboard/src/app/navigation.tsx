import { pages } from '../pages/pages.ts';
import { addressOf, onPage, PAGES } from '../view/view.ts';
import { useApp } from './context.ts';

/** The pages, as links that can be copied; a plain click changes the page without loading it anew. */
export function Navigation() {
  const { view, choose } = useApp();
  const present = view.value;
  return (
    <nav class="pages" aria-label="Pages">
      {PAGES.filter((name) => !pages[name].isHidden).map((name) => {
        const next = onPage(present, name);
        return (
          <a
            key={name}
            href={addressOf(next)}
            title={pages[name].question}
            aria-current={name === present.page ? 'page' : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              choose(next);
            }}
          >
            {pages[name].title}
          </a>
        );
      })}
    </nav>
  );
}
