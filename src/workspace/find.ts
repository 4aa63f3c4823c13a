// Finding things comes after the first look, and its sentences come with it.
import './finding-sentences.ts';

export { findingsOf } from '#core/account/findings.ts';
