/** Whether the dialog that shares a snapshot is open: buttons and the palette open it from anywhere. */
class Share {
  #open = $state.raw(false);

  get open(): boolean {
    return this.#open;
  }

  show(open: boolean) {
    this.#open = open;
  }
}

export const share = new Share();
