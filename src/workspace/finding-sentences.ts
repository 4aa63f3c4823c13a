import { findingMessages } from '#core/account/finding-messages.ts';
import { addSentences } from './sentence.ts';

addSentences(findingMessages);
