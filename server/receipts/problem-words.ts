import type { SectionReport } from '#protocol/history-file.ts';

type Problem = SectionReport['problems'][number];

const range = (seq: number, to = seq) =>
  seq === to ? `receipt ${seq}` : `receipts ${seq} to ${to}`;

const WORDS: Readonly<Record<Problem['what'], (at: At) => string>> = {
  unreadable: ({ line }) => `line ${line} of its receipts is none`,
  reordered: ({ seq, line }) => `receipt ${seq} stands out of its order, at line ${line}`,
  inserted: ({ seq, line }) => `receipt ${seq} at line ${line} has no place in the chain`,
  altered: ({ seq }) => `receipt ${seq} is not the one that was given`,
  missing: ({ seq, to }) => `${range(seq, to)} missing`,
  cut: ({ seq, to }) => `${range(seq, to)} missing at the end`,
  beyond: ({ seq, to }) => `${range(seq, to)} beyond the end that was signed`,
  differs: ({ key, seq }) => `the value of ${key} is not the one that receipt ${seq} is of`,
  absent: ({ key, seq }) => `the value of ${key} is missing, of which receipt ${seq} is`,
  twice: ({ key }) => `${key} stands there twice`,
  signature: () => 'the signature is not that of the key it names',
  key: () => 'it is signed with another key'
};

interface At {
  readonly seq: number;
  readonly to: number;
  readonly line: number;
  readonly key: string;
}

/** What is wrong, for an operator. */
export function problemWords(problem: Problem): string {
  const { seq = 0, to = seq, line = 0, key = '' } = problem as Partial<At>;
  return WORDS[problem.what]({ seq, to, line, key });
}
