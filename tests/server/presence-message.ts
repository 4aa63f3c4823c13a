import * as encoding from 'lib0/encoding';
import { MESSAGE } from '#protocol/wire.ts';
import type { RawClient } from '../support/relay.ts';

/** Says who is here, for whichever clients. */
export function show(
  client: RawClient,
  states: readonly (readonly [number, number, unknown])[]
): void {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, states.length);
    for (const [id, clock, state] of states) {
      encoding.writeVarUint(encoder, id);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, JSON.stringify(state));
    }
  });
  client.socket.send(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.awareness);
      encoding.writeVarUint8Array(encoder, update);
    })
  );
}
