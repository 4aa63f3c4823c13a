import { snapshotArticle, snapshotPage, titleOf } from '#core/export/page.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
import { download, fileName } from '#workspace/download.ts';
import { settings } from '#workspace/settings.svelte.ts';
import tokens from '../../tokens.css?raw';
import paper from './paper.css?raw';

const css = `${tokens}\n${paper}`;

/** Saves a snapshot as one HTML file, which opens from a disk and without a network. */
export async function savePage(snapshot: Snapshot) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(css)));
  const style = { css, hash: btoa(String.fromCharCode(...hash)) };
  const html = snapshotPage(snapshot, style, settings.formats);
  download(
    new Blob([html], { type: 'text/html' }),
    fileName(titleOf(snapshot, settings.formats), 'html')
  );
}

/**
 * Prints a snapshot as paper or PDF, by the browser's own print and with the system's fonts. The
 * sheet stands beside the app, which is not printed, in a shadow that keeps their styles apart.
 */
export function printPage(snapshot: Snapshot) {
  const article = snapshotArticle(snapshot, settings.formats);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(paper);
  const host = document.createElement('div');
  host.className = 'printed';
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(...new DOMParser().parseFromString(article, 'text/html').body.children);
  const { title } = document;
  // What the browser offers as the file's name.
  document.title = titleOf(snapshot, settings.formats);
  document.body.append(host);
  const done = () => {
    host.remove();
    document.title = title;
  };
  addEventListener('afterprint', done, { once: true });
  print();
}
