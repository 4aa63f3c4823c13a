import { panned, pinched, zoomed, type Camera, type Point } from './camera.ts';

/** Travel that makes a press a drag or a pan, for a mouse and for a finger. */
const SLOP = 4;
const FINGER_SLOP = 8;
/** A finger that rests so long on a card holds it. */
const LONG_PRESS = 400;
/** So near an edge of the window a dragged card moves the view, by so much a frame at most. */
const EDGE = 36;
const SPEED = 14;

/** What a press on a chart may come to; points are in the window's pixels. */
export interface Hands {
  camera(): Camera;
  look(camera: Camera): void;
  /** The card at a point. */
  hit(point: Point): string | undefined;
  tap(id: string | undefined, event: PointerEvent): void;
  /** A finger rested on a card and was lifted where it lay. */
  hold(id: string): void;
  canDrag(id: string): boolean;
  drag(id: string, point: Point): void;
  drop(id: string, point: Point): void;
  cancel(): void;
}

type Stage = 'pressed' | 'held' | 'panning' | 'dragging';

interface Press {
  readonly pointer: number;
  readonly touch: boolean;
  readonly from: Point;
  readonly card: string | undefined;
  last: Point;
  stage: Stage;
}

/**
 * Mouse, pen and fingers on a chart: a card is dragged by a mouse, or by a finger that rested on it
 * first; everything else moves the view, two fingers zoom it, and so does the wheel.
 */
export class Gestures {
  readonly #node: HTMLElement;
  readonly #hands: Hands;
  readonly #fingers = new Map<number, Point>();
  #press: Press | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  constructor(node: HTMLElement, hands: Hands) {
    this.#node = node;
    this.#hands = hands;
  }

  /** Listens until what it answers with is called. */
  attach(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    this.#node.addEventListener('pointerdown', this.#down, { signal });
    this.#node.addEventListener('pointermove', this.#move, { signal });
    this.#node.addEventListener('pointerup', this.#up, { signal });
    this.#node.addEventListener('pointercancel', this.#lost, { signal });
    this.#node.addEventListener('wheel', this.#wheel, { signal, passive: false });
    this.#node.addEventListener('contextmenu', this.#menu, { signal });
    addEventListener('keydown', this.#key, { signal, capture: true });
    return () => {
      clearTimeout(this.#timer);
      cancelAnimationFrame(this.#frame);
      stop.abort();
    };
  }

  #pointOf({ clientX, clientY }: MouseEvent): Point {
    const box = this.#node.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  }

  readonly #down = (event: PointerEvent) => {
    const target = event.target;
    if (event.button !== 0 || (target instanceof Element && target.closest('button'))) return;
    const point = this.#pointOf(event);
    const touch = event.pointerType === 'touch';
    if (touch) this.#fingers.set(event.pointerId, point);
    if (this.#fingers.size > 1) {
      this.#end();
      return;
    }
    const card = this.#hands.hit(point);
    this.#press = {
      pointer: event.pointerId,
      touch,
      from: point,
      card,
      last: point,
      stage: 'pressed'
    };
    if (touch && card !== undefined)
      this.#timer = setTimeout(() => {
        if (this.#press?.stage === 'pressed') this.#press.stage = 'held';
        if ('vibrate' in navigator) navigator.vibrate(10);
      }, LONG_PRESS);
  };

  readonly #move = (event: PointerEvent) => {
    const point = this.#pointOf(event);
    if (this.#pinch(event.pointerId, point)) return;
    const press = this.#press;
    if (press?.pointer !== event.pointerId) return;
    this.#begin(press, point);
    if (press.stage === 'panning')
      this.#hands.look(
        panned(this.#hands.camera(), point.x - press.last.x, point.y - press.last.y)
      );
    else if (press.stage === 'dragging') this.#hands.drag(press.card ?? '', point);
    press.last = point;
  };

  /** Far enough from where it began, a press becomes what it was meant to be. */
  #begin(press: Press, point: Point) {
    if (press.stage === 'panning' || press.stage === 'dragging') return;
    const travel = Math.hypot(point.x - press.from.x, point.y - press.from.y);
    if (travel < (press.touch ? FINGER_SLOP : SLOP)) return;
    clearTimeout(this.#timer);
    const drags =
      press.card !== undefined &&
      (press.stage === 'held' || !press.touch) &&
      this.#hands.canDrag(press.card);
    press.stage = drags ? 'dragging' : 'panning';
    this.#node.setPointerCapture(press.pointer);
    if (drags) this.#frame = requestAnimationFrame(this.#follow);
  }

  /** What is to be dropped beyond the window's edge is brought there. */
  readonly #follow = () => {
    const press = this.#press;
    if (press?.stage !== 'dragging') return;
    const into = (at: number, room: number) => {
      const deep = at < EDGE ? EDGE - at : at > room - EDGE ? room - EDGE - at : 0;
      return Math.round(Math.max(-1, Math.min(1, deep / EDGE)) * SPEED);
    };
    const x = into(press.last.x, this.#node.clientWidth);
    const y = into(press.last.y, this.#node.clientHeight);
    if (x !== 0 || y !== 0) {
      this.#hands.look(panned(this.#hands.camera(), x, y));
      this.#hands.drag(press.card ?? '', press.last);
    }
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #pinch(pointer: number, point: Point): boolean {
    const before = this.#fingers.get(pointer);
    if (!before) return false;
    this.#fingers.set(pointer, point);
    if (this.#fingers.size !== 2) return this.#fingers.size > 2;
    const other = [...this.#fingers].find(([id]) => id !== pointer)?.[1] ?? point;
    this.#hands.look(pinched(this.#hands.camera(), [before, other], [point, other]));
    return true;
  }

  readonly #up = (event: PointerEvent) => {
    this.#fingers.delete(event.pointerId);
    const press = this.#press;
    if (press?.pointer !== event.pointerId) return;
    const point = this.#pointOf(event);
    const { stage, card } = press;
    this.#press = undefined;
    clearTimeout(this.#timer);
    if (stage === 'pressed') this.#hands.tap(card, event);
    else if (stage === 'held' && card !== undefined) this.#hands.hold(card);
    else if (stage === 'dragging' && card !== undefined) this.#hands.drop(card, point);
  };

  readonly #lost = (event: PointerEvent) => {
    this.#fingers.delete(event.pointerId);
    this.#end();
  };

  readonly #wheel = (event: WheelEvent) => {
    event.preventDefault();
    // Lines and pages become pixels; a pinch on a trackpad comes as a wheel with Ctrl.
    const unit = event.deltaMode === 1 ? 0.05 : event.deltaMode === 2 ? 1 : 0.002;
    const factor = 2 ** (-event.deltaY * unit * (event.ctrlKey ? 10 : 1));
    const { x, y } = this.#pointOf(event);
    this.#hands.look(zoomed(this.#hands.camera(), factor, x, y));
  };

  readonly #menu = (event: Event) => {
    // A long press is ours: the browser would cancel it for a menu of its own.
    if (this.#press?.touch) event.preventDefault();
  };

  readonly #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || this.#press?.stage !== 'dragging') return;
    event.preventDefault();
    event.stopPropagation();
    this.#end();
  };

  #end() {
    clearTimeout(this.#timer);
    if (this.#press?.stage === 'dragging') this.#hands.cancel();
    this.#press = undefined;
  }
}
