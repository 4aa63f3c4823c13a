// A process of the simulator: runs every nth history from a seed on and tells its parent.
import { History, type Told } from './history.ts';

export type Message =
  | { readonly seed: number; readonly told: Told }
  | { readonly seed: number; readonly broken: string };

const [from = 0, to = 0, step = 1] = process.argv.slice(2).map(Number);

for (let seed = from; seed < to; seed += step) {
  let message: Message;
  try {
    message = { seed, told: new History(seed).run() };
  } catch (error) {
    message = {
      seed,
      broken: error instanceof Error ? (error.stack ?? error.message) : String(error)
    };
  }
  await new Promise<void>((sent) => process.send?.(message, () => sent()));
}
process.disconnect();
