import { checkChain } from '#protocol/receipt-chain.ts';
import { RECEIPTS_PAGE, START } from '#protocol/receipts.ts';
import { ROOM_SECTIONS } from '#protocol/sections.ts';
import { sha256 } from '../sha256.ts';
import type { RelayStorage } from '../storage/port.ts';
import { problemWords } from './problem-words.ts';
import { endOf, linesIn } from './stored-receipts.ts';

/** What is wrong with the stored receipts of a room, read a page at a time. */
export async function inspectReceipts(storage: RelayStorage, room: string): Promise<string[]> {
  const [workspace = '', name] = room.split('/');
  const section = ROOM_SECTIONS.find((each) => each === name);
  if (!section) return [];
  const end = await endOf(storage, workspace, section);
  const wrong: string[] = [];
  let from = START;
  do {
    const until = Math.min(from.seq + RECEIPTS_PAGE, end.seq);
    const lines = await linesIn(storage, [workspace, section], from.seq, until);
    const to = until === end.seq ? end : undefined;
    const checked = checkChain(lines, sha256, { from, to });
    wrong.push(...checked.problems.map(problemWords));
    const last = from.seq + lines.length;
    if (last < until && !to)
      wrong.push(problemWords({ what: 'missing', seq: last + 1, to: end.seq }));
    if (last < until) break;
    from = checked.end;
  } while (from.seq < end.seq);
  return wrong;
}
