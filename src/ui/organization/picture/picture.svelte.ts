/** Whether the dialog for pictures is open: the menu and the palette open it from anywhere. */
class PictureRequest {
  #asked = $state.raw(false);

  get asked(): boolean {
    return this.#asked;
  }

  open() {
    this.#asked = true;
  }

  close() {
    this.#asked = false;
  }
}

export const picture = new PictureRequest();
