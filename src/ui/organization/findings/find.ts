// Finding things comes after the first look, and its sentences come with it.
import '#workspace/finding-sentences.ts';

export { findingsOf } from '#core/account/findings.ts';
