/** Slots are remembered for so many openings. */
const MOST = 300;
const keyOf = (workspaceId: string) => `banyan/slots/${workspaceId}`;
const lockOf = (slot: string) => `banyan-slot:${slot}`;

function remembered(workspaceId: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(workspaceId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((slot) => typeof slot === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * Remembers that this browser writes under a slot, and shows its other tabs that it still does: what
 * an entry says of its device is a claim that anybody can make, the slots used here are known here.
 */
export function holdSlot(workspaceId: string, slot: string) {
  try {
    const slots = [...remembered(workspaceId), slot].slice(-MOST);
    localStorage.setItem(keyOf(workspaceId), JSON.stringify(slots));
  } catch {
    // Without a memory nothing is taken for this browser's own.
  }
  // Held for as long as the page lives.
  if ('locks' in navigator)
    void navigator.locks
      .request(lockOf(slot), () => new Promise(() => undefined))
      .catch(() => undefined);
}

/** Slots that this browser wrote under and no open page does any more. */
export async function formerSlots(workspaceId: string): Promise<ReadonlySet<string>> {
  const { held = [] } = 'locks' in navigator ? await navigator.locks.query() : {};
  const open = new Set(held.map(({ name }) => name));
  return new Set(remembered(workspaceId).filter((slot) => !open.has(lockOf(slot))));
}

export function forgetSlots(workspaceId: string) {
  try {
    localStorage.removeItem(keyOf(workspaceId));
  } catch {
    // Nothing was remembered either.
  }
}
