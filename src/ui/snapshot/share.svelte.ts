/** How a snapshot leaves: as a link, as a file of ours, or as a page for a browser or a printer. */
export type ShareForm = 'link' | 'file' | 'page';

/** Whether the dialog that shares a snapshot is open: buttons and the palette open it from anywhere. */
class Share {
  #form = $state.raw<ShareForm>();

  /** What it opened for; undefined while it is closed. */
  get form(): ShareForm | undefined {
    return this.#form;
  }

  open(form: ShareForm) {
    this.#form = form;
  }

  close() {
    this.#form = undefined;
  }
}

export const share = new Share();
