export interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'refused' | 'info';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One sentence and one way back; a refusal stays until it is closed. */
class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  #next = 1;

  get list(): readonly Toast[] {
    return this.#list;
  }

  show(toast: Omit<Toast, 'id'>) {
    // Three fit above each other; a fourth would only cover what the first three are about.
    this.#list = [...this.#list, { ...toast, id: this.#next++ }].slice(-3);
  }

  close(id: number) {
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
