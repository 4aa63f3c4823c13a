import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { signedText, type Head, type VerifySignature } from '#protocol/receipts.ts';
import { accepted, checkedUpTo, followed, readKnown } from './known-head.ts';
import type { HeadWord, KnownHead } from './known-head.ts';

export type KnownHeads = ReadonlyMap<Section, KnownHead>;

interface HeadEvents {
  readonly keep: (section: Section, known: KnownHead) => void;
  readonly onChange: (heads: KnownHeads) => void;
}

/**
 * The ends of a workspace's receipts as this device saw them, each compared with the one before. A
 * relay that is another, or has less than it had, is told of and never stops the work.
 */
export class KeptHeads {
  readonly #workspaceId: string;
  readonly #verify: VerifySignature;
  readonly #events: HeadEvents;
  #known: KnownHeads = new Map();
  /** Signatures are checked one after another, so that heads are compared as they came. */
  #line: Promise<void> = Promise.resolve();

  constructor(
    workspaceId: string,
    kept: ReadonlyMap<Section, unknown>,
    verify: VerifySignature,
    events: HeadEvents
  ) {
    this.#workspaceId = workspaceId;
    this.#verify = verify;
    this.#events = events;
    this.#known = new Map(
      [...kept].flatMap(([section, raw]) => {
        const known = readKnown(raw);
        return known ? [[section, known] as const] : [];
      })
    );
    if (this.#known.size > 0) events.onChange(this.#known);
  }

  hear(section: Section, head: Head): Promise<void> {
    const text = signedText(this.#workspaceId, section, head);
    const heard = this.#line.then(async () => {
      const isSigned = await this.#verify(head.publicKey, text, head.signature);
      this.#note(section, followed(this.#known.get(section), head, isSigned));
    });
    this.#line = heard;
    return heard;
  }

  take(word: HeadWord) {
    if (word.word === 'accept') {
      for (const [section, known] of this.#known)
        if (known.doubt) this.#note(section, accepted(known));
      return;
    }
    const section = SECTIONS.find((each) => each === word.section);
    const known = section && this.#known.get(section);
    if (!section || !known) return;
    if (word.word === 'checked') this.#note(section, checkedUpTo(known, word.head));
    else this.#note(section, { ...known, doubt: known.doubt ?? word.doubt });
  }

  #note(section: Section, known: KnownHead) {
    this.#known = new Map([...this.#known, [section, known]]);
    this.#events.keep(section, known);
    this.#events.onChange(this.#known);
  }
}
