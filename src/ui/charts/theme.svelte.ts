import { MediaQuery } from 'svelte/reactivity';

/**
 * Which colours the page shows just now, as a word that changes with them: a canvas does not see
 * that the theme is another. To be made while a component is.
 */
export function followTheme(): { readonly current: string } {
  const root = document.documentElement;
  const dark = new MediaQuery('prefers-color-scheme: dark');
  let chosen = $state(root.dataset['theme']);
  $effect(() => {
    const observer = new MutationObserver(() => (chosen = root.dataset['theme']));
    observer.observe(root, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  });
  return {
    get current() {
      return `${chosen} ${dark.current}`;
    }
  };
}
