import type { Outline } from '#core/account/outline.ts';
import type { Selection } from '#core/account/selection.ts';
import type { Drop } from './drop.ts';

/** Pointer travel that makes a press a drag, and a finger's patience that does. */
const SLOP = 4;
const FINGER_SLOP = 8;
const LONG_PRESS = 400;
/** So near an edge the list scrolls by itself, and so fast at most, in pixels and pixels a frame. */
const EDGE = 36;
const SPEED = 14;
/** Resting so long on a closed department opens it. */
const SPRING = 700;

/** What a drag needs of the list it happens in. */
export interface Ground {
  readonly outline: Outline;
  readonly rowHeight: number;
  /** Height of what sticks above the rows. */
  readonly headHeight: number;
  readonly scroller: HTMLElement | undefined;
  /** Where a drag over a line leads; `fraction` is how far down the line it is. */
  aim(
    dragged: Selection,
    at: { readonly index: number; readonly fraction: number }
  ): Drop | undefined;
  open(id: string): void;
  drop(dragged: Selection, drop: Drop): void;
}

interface Press {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  readonly touch: boolean;
  readonly dragged: () => Selection;
}

/** One drag at a time: from a press on a row to a drop, Escape or nothing. */
export class Drag {
  readonly #ground: Ground;
  #press: Press | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #spring: ReturnType<typeof setTimeout> | undefined;
  #springOn: string | undefined;
  #frame = 0;
  #dragged = $state.raw<Selection | undefined>();
  #at = $state.raw({ x: 0, y: 0 });
  #drop = $state.raw<Drop | undefined>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** What is being dragged, once the press has become a drag. */
  get dragged(): Selection | undefined {
    return this.#dragged;
  }
  get at(): { readonly x: number; readonly y: number } {
    return this.#at;
  }
  get target(): Drop | undefined {
    return this.#drop;
  }

  /** A press on a row; `dragged` is asked when it becomes a drag. */
  press(event: PointerEvent, dragged: () => Selection) {
    if (event.button !== 0 || !event.isPrimary) return;
    this.cancel();
    const touch = event.pointerType !== 'mouse';
    this.#press = {
      pointerId: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      touch,
      dragged
    };
    if (touch) this.#timer = setTimeout(() => this.#begin(event), LONG_PRESS);
    window.addEventListener('pointermove', this.#move);
    window.addEventListener('pointerup', this.#up);
    window.addEventListener('pointercancel', this.cancel);
    window.addEventListener('keydown', this.#key, true);
  }

  #begin(event: PointerEvent) {
    const dragged = this.#press?.dragged();
    if (!dragged || dragged.departments.length + dragged.accounts.length === 0) {
      this.cancel();
      return;
    }
    this.#dragged = dragged;
    this.#at = { x: event.clientX, y: event.clientY };
    this.#frame = requestAnimationFrame(this.#scroll);
    this.#aim();
  }

  readonly #move = (event: PointerEvent) => {
    const press = this.#press;
    if (press?.pointerId !== event.pointerId) return;
    const travel = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (!this.#dragged) {
      if (press.touch && travel > FINGER_SLOP) this.cancel();
      if (!press.touch && travel > SLOP) this.#begin(event);
      return;
    }
    event.preventDefault();
    this.#at = { x: event.clientX, y: event.clientY };
    this.#aim();
  };

  #aim() {
    const { scroller, rowHeight, headHeight } = this.#ground;
    const box = scroller?.getBoundingClientRect();
    if (!scroller || !box || !this.#dragged) return;
    const { x, y } = this.#at;
    const inside = x >= box.left && x <= box.right && y >= box.top + headHeight && y <= box.bottom;
    const line = (y - box.top - headHeight + scroller.scrollTop) / rowHeight;
    const at = { index: Math.floor(line), fraction: line % 1 };
    this.#drop = inside ? this.#ground.aim(this.#dragged, at) : undefined;
    this.#springOver(inside ? at.index : -1);
  }

  #springOver(index: number) {
    const line = this.#ground.outline.at(index);
    const closed = line?.kind !== 'root' && line?.expanded === false;
    const on = closed ? line.id : undefined;
    if (on === this.#springOn) return;
    clearTimeout(this.#spring);
    this.#springOn = on;
    if (on !== undefined)
      this.#spring = setTimeout(() => {
        this.#ground.open(on);
        this.#aim();
      }, SPRING);
  }

  readonly #scroll = () => {
    const box = this.#ground.scroller?.getBoundingClientRect();
    if (box && this.#dragged) {
      const { y } = this.#at;
      const top = box.top + this.#ground.headHeight;
      const into =
        y < top + EDGE ? y - top - EDGE : y > box.bottom - EDGE ? y - box.bottom + EDGE : 0;
      if (into !== 0) {
        this.#ground.scroller?.scrollBy(0, Math.max(-1, Math.min(1, into / EDGE)) * SPEED);
        this.#aim();
      }
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  readonly #up = (event: PointerEvent) => {
    if (this.#press?.pointerId !== event.pointerId) return;
    const dragged = this.#dragged;
    const drop = this.#drop;
    this.cancel();
    if (!dragged) return;
    // The click that follows belongs to the drag, not to the row beneath it.
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, true));
    if (drop && !drop.problem) this.#ground.drop(dragged, drop);
  };

  readonly #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.#dragged) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  };

  readonly cancel = () => {
    clearTimeout(this.#timer);
    clearTimeout(this.#spring);
    cancelAnimationFrame(this.#frame);
    this.#springOn = undefined;
    this.#press = undefined;
    this.#dragged = undefined;
    this.#drop = undefined;
    window.removeEventListener('pointermove', this.#move);
    window.removeEventListener('pointerup', this.#up);
    window.removeEventListener('pointercancel', this.cancel);
    window.removeEventListener('keydown', this.#key, true);
  };
}

function swallow(event: Event) {
  event.stopPropagation();
  event.preventDefault();
}
