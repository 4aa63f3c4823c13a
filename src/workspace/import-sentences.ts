import { importProblemMessages } from '#core/import/messages.ts';
import { previewProblemMessages } from '#core/import/preview-messages.ts';
import { addSentences } from './sentence.ts';

// Why rows and files are refused is only told where files are read: no other page carries it.
addSentences(importProblemMessages, previewProblemMessages);
