import { pushState, replaceState } from '$app/navigation';
import type { Address } from './address.ts';

/** A walk by keyboard changes the address often; browsers slow a page down that writes it so. */
const PAUSE = 150;

/** The address of the page at a path; `stop` drops what was not written yet. */
export function pageAddress(path: string): Address & { stop(): void } {
  let pending: URLSearchParams | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // Kept readable: commas and colons need no escape in a query.
  const query = (params: URLSearchParams) =>
    params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  const addressOf = (params: URLSearchParams) =>
    params.size > 0 ? `${path}?${query(params)}` : path;

  function flush() {
    clearTimeout(timer);
    if (pending) replaceState(addressOf(pending), {});
    pending = undefined;
  }

  return {
    read: () => pending ?? new URLSearchParams(location.search),
    write(params, how) {
      if (how === 'push') {
        flush();
        pushState(addressOf(params), {});
        return;
      }
      clearTimeout(timer);
      pending = params;
      timer = setTimeout(flush, PAUSE);
    },
    stop() {
      clearTimeout(timer);
      pending = undefined;
    }
  };
}
