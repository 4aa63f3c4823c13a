import { budgetFindingMessages } from '#core/finance/finding-messages.ts';
import { addSentences } from './sentence.ts';

addSentences(budgetFindingMessages);
