import { cellProblemMessages } from '#core/account-table/messages.ts';
import { viewProblemMessages } from '#core/org/saved-view-messages.ts';
import { addSentences } from './sentence.ts';

// Why a cell or a view was refused is only told where there are cells and views.
addSentences(cellProblemMessages, viewProblemMessages);
