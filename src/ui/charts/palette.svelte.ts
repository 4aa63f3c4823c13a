import { MediaQuery } from 'svelte/reactivity';
import { hexOf } from './paints.ts';
import {
  ALL_STEPS,
  categoryName,
  CATEGORIES,
  fillName,
  inkName,
  type Palette
} from './tree-drawing.ts';

/**
 * The page's colours as a canvas needs them: of a bare custom property the browser tells the text,
 * so each is read through a real property of an element that has it. A scheme of its own is for what
 * leaves the page, and its colours are as every program reads them.
 */
export function paletteOf(host: HTMLElement, scheme?: 'light'): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  if (scheme) probe.dataset['theme'] = scheme;
  host.append(probe);
  const style = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return scheme ? hexOf(style.color) : style.color;
  };
  const upTo = (last: number, name: (n: number) => string) =>
    Array.from({ length: last + 1 }, (_, n) => colour(name(n)));
  const palette = {
    edge: colour('--line-strong'),
    lit: colour('--accent-text'),
    accent: colour('--accent'),
    warning: colour('--warn-solid'),
    faint: colour('--text-3'),
    family: style.fontFamily,
    fills: upTo(ALL_STEPS, fillName),
    inks: upTo(ALL_STEPS, inkName),
    categories: upTo(CATEGORIES, categoryName)
  };
  probe.remove();
  return palette;
}

/** The palette of an element that follows the theme, which a canvas does not see. */
export class Inks {
  readonly #host: () => HTMLElement | undefined;
  readonly #dark = new MediaQuery('prefers-color-scheme: dark');
  #theme = $state.raw(document.documentElement.dataset['theme']);

  readonly palette: Palette | undefined = $derived.by(() => {
    const host = this.#host();
    // A palette is read anew for another theme, whoever asks for it.
    const colours = `${this.#theme} ${this.#dark.current}`;
    return host && colours !== '' ? paletteOf(host) : undefined;
  });

  constructor(host: () => HTMLElement | undefined) {
    this.#host = host;
    $effect(() => {
      const root = document.documentElement;
      const observer = new MutationObserver(() => (this.#theme = root.dataset['theme']));
      observer.observe(root, { attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    });
  }
}
