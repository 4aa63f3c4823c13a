import type { Address } from '../address.ts';
import {
  FRESH_LOOK,
  readLook,
  recallLook,
  rememberLook,
  writeLook,
  type ChartLook
} from './options.ts';

/**
 * How the chart is looked at: the look is remembered on the device, and it and the department the
 * chart begins at stand in the address, so that Back works and a link shows the same.
 */
export class ChartState {
  readonly #address: Address;
  readonly #workspace: string | undefined;
  #look = $state.raw<ChartLook>(FRESH_LOOK);
  #focus = $state.raw<string | undefined>();

  /** Without a workspace nothing is remembered. */
  constructor(address: Address, workspace: string | undefined) {
    this.#address = address;
    this.#workspace = workspace;
    this.#look = workspace === undefined ? FRESH_LOOK : recallLook(workspace);
    this.read();
  }

  get look(): ChartLook {
    return this.#look;
  }
  /** The department whose subtree alone is shown. */
  get focus(): string | undefined {
    return this.#focus;
  }

  /** Follows the address: at the start, and after Back and Forward. */
  read() {
    const params = this.#address.read();
    this.#look = readLook(params, this.#look);
    this.#focus = params.get('root') ?? undefined;
  }

  set(change: Partial<ChartLook>) {
    this.#look = { ...this.#look, ...change };
    if (this.#workspace !== undefined) rememberLook(this.#workspace, this.#look);
    this.#address.write(writeLook(this.#address.read(), this.#look), 'replace');
  }

  /** A step that Back returns from. */
  setFocus(id: string | undefined) {
    if (id === this.#focus) return;
    this.#focus = id;
    const params = new URLSearchParams(this.#address.read());
    if (id === undefined) params.delete('root');
    else params.set('root', id);
    this.#address.write(params, 'push');
  }
}
