import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { HistoryCheck, type SectionReport } from '#protocol/history-file.ts';
import { sha256 } from '../sha256.ts';
import { problemWords } from './problem-words.ts';
import { verifySignature } from './relay-key.ts';

type Say = (line: string) => void;

/** How many of one kind are named before the rest is counted. */
const NAMED = 20;

/** Checks an exported history with nobody's network; throws an Error when anything is wrong. */
export async function verifyHistory(file: string, key: string | undefined, say: Say) {
  const check = new HistoryCheck(sha256);
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') check.take(line);
  const { heading, sections, unreadable } = await check.finish(verifySignature, key);
  if (!heading) throw new Error(`${file} is no exported history.`);
  say(`“${heading.name}” (${heading.workspace}), exported ${new Date(heading.at).toISOString()}`);
  say(`Signed with the key ${heading.publicKey}${key === undefined ? '' : `, expected ${key}`}`);
  if (key === undefined)
    say(
      'Name the key you know to be the relay’s (--key …): this one is what the file says of itself.'
    );
  const wrong = unreadable.map((line) => `line ${line} of the file is none of a history`);
  if (sections.length === 0) wrong.push('it has no section');
  for (const report of sections) {
    tell(report, say);
    wrong.push(...report.problems.map((each) => `${report.section}: ${problemWords(each)}`));
  }
  if (wrong.length === 0) {
    say('Nothing is wrong.');
    return;
  }
  const more = wrong.length > NAMED ? [`and ${wrong.length - NAMED} more`] : [];
  throw new Error(`Wrong (${wrong.length}):\n${[...wrong.slice(0, NAMED), ...more].join('\n')}`);
}

function tell({ section, receipts, values, without, head }: SectionReport, say: Say): void {
  say(`${section}: ${values} values, ${receipts} receipts, the last signed is ${head.seq}`);
  if (without.length === 0) return;
  const names = without.slice(0, NAMED).join(', ');
  const more = without.length > NAMED ? ', …' : '';
  say(`${section}: ${without.length} values have no receipt behind them: ${names}${more}`);
}
