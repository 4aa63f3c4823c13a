const KEY = 'banyan.blurred';

/**
 * Whether amounts are hidden on this screen, for whoever shows it to others: of this tab until it is
 * closed, so that a reload in the middle of a talk shows nothing. What is written with the class
 * `amounts` is blurred by the style of the app; files are never touched.
 */
class Blur {
  #on = $state(read());

  constructor() {
    this.#mark();
  }

  get on(): boolean {
    return this.#on;
  }

  toggle() {
    this.#on = !this.#on;
    this.#mark();
    try {
      if (this.#on) sessionStorage.setItem(KEY, '1');
      else sessionStorage.removeItem(KEY);
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  }

  /** What appears over an amount that is pointed at; nothing while amounts are blurred. */
  title = (text: string | undefined): string | undefined => (this.#on ? undefined : text);

  // Before anything is drawn: an amount is not on screen even for a moment.
  #mark() {
    document.documentElement.classList.toggle('blurred', this.#on);
  }
}

function read(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

export const blur = new Blur();

/** In place of an amount where there is nothing to blur: on a canvas, or over what is pointed at. */
export const HIDDEN = '•••';
