import { addressOf, type View } from './view.ts';

/** Writing the address costs the browser longer than a frame: what is typed is written once the person pauses. */
const PAUSE_MS = 300;

/** The address of the page, which says what is shown. */
export class AddressBar {
  #typed: View | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    // A reload, and a link that leads away, come back to what was typed.
    addEventListener('pagehide', () => this.#write());
    // Who goes back meanwhile has left what they typed.
    addEventListener('popstate', () => this.#drop());
  }

  /** A place that the back button comes back to. */
  push(view: View): void {
    this.#write();
    history.pushState(null, '', addressOf(view));
  }

  /** No place of its own. */
  type(view: View): void {
    this.#drop();
    this.#typed = view;
    this.#timer = setTimeout(() => this.#write(), PAUSE_MS);
  }

  #write(): void {
    if (this.#typed) history.replaceState(null, '', addressOf(this.#typed));
    this.#drop();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#typed = null;
  }
}
