// The process of a soak: tells what it found after every cycle and at the end.
import { probe } from '../bench-relay/probe.ts';
import { weigh } from './document-heap.ts';
import { Soak } from './soak.ts';

const [, , what = ''] = process.argv;
if (what === 'probe') probe();
else if (what === 'document') weigh();
else {
  // Every provider of y-websocket listens for the end of the process.
  process.setMaxListeners(0);
  process.on('disconnect', () => process.exit());
  const found = await new Soak(Number(what)).run((soFar) => process.send?.({ soFar }));
  process.send?.({ found });
  process.exit();
}
