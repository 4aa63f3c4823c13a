import type { Head } from '#protocol/receipts.ts';
import type { Member } from './member.ts';
import { syncMessage } from './messages.ts';
import type { Missing } from './predecessors.ts';
import type { RoomDocument } from './room-document.ts';

/** What a turn owes, to be paid once its updates are committed. */
export interface Turn {
  readonly written: { readonly member: Member; readonly clients: readonly number[] }[];
  readonly clocks: Map<number, number>;
  readonly replies: (() => void)[];
  readonly answered: Set<Member>;
}

/** Owes an acknowledgement of what the document has. */
export function note(
  document: RoomDocument,
  turn: Turn,
  member: Member,
  clients: readonly number[]
): void {
  turn.written.push({ member, clients });
  for (const [client, clock] of document.clocks(clients)) turn.clocks.set(client, clock);
}

export function greet(member: Member, document: RoomDocument, head: Head | undefined): void {
  member.withheld.asked = true;
  member.send(syncMessage('step1', document.vector()));
  if (head) member.tellHead(head);
}

export function answer(member: Member, document: RoomDocument, vector: Uint8Array): void {
  try {
    member.answer(vector, (known) => document.answer(known));
  } catch {
    member.end('malformed');
  }
}

export function setAside(
  document: RoomDocument,
  turn: Turn,
  member: Member,
  update: Uint8Array,
  missing: Missing
): void {
  if (!member.withheld.add({ update, missing })) {
    member.withheld.clear();
    member.refuse('withheld');
    member.end('withheld');
    return;
  }
  if (member.withheld.asked) return;
  member.withheld.asked = true;
  turn.replies.push(() => member.send(syncMessage('step1', document.vector())));
}

export function hangUp(member: Member): void {
  member.refuse('malformed');
  member.end('malformed');
}

export function refuseAll({ written }: Turn): void {
  for (const member of new Set(written.map((write) => write.member))) member.refuse('full');
}
