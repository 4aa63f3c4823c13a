import { financeProblemMessages } from '#core/finance/messages.ts';
import { billProblemMessages } from '#core/import/bills/messages.ts';
import { addSentences } from './sentence.ts';

// Why bills are refused is only told where bills are read: no other page carries it.
addSentences(billProblemMessages, financeProblemMessages);
