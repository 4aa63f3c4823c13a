import type EditableText from '#ui/kit/EditableText.svelte';

/**
 * The field a name is edited in, fetched after the first look and then at hand: whoever types right
 * after F2 must not lose a letter to a promise.
 */
class NameEditor {
  #component = $state.raw<typeof EditableText>();

  get component(): typeof EditableText | undefined {
    return this.#component;
  }

  async fetch(): Promise<void> {
    this.#component ??= (await import('#ui/kit/EditableText.svelte')).default;
  }
}

export const nameEditor = new NameEditor();
