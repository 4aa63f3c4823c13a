import {
  LOCALES,
  translate,
  type Formats,
  type Locale,
  type Message
} from '#core/kernel/message.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { formatsOf } from './formats.ts';
import { sentenceOf } from './sentence.ts';

export type Theme = 'system' | 'light' | 'dark';

interface Stored {
  locale: Locale;
  theme: Theme;
  /** The name a person chose for the history: a claim. */
  name: string;
  /** Random, once a browser: whose edits undo takes back. */
  device: string;
  rail: 'wide' | 'narrow';
  inspectorWidth: number;
}

const KEY = 'banyan.settings';

/** This device's settings: never part of a workspace, never shared. */
class Settings {
  #stored = $state.raw<Stored>(read());
  readonly formats: Formats = $derived(formatsOf(this.#stored.locale));

  get locale(): Locale {
    return this.#stored.locale;
  }
  get theme(): Theme {
    return this.#stored.theme;
  }
  get name(): string {
    return this.#stored.name;
  }
  get device(): string {
    return this.#stored.device;
  }
  get rail(): 'wide' | 'narrow' {
    return this.#stored.rail;
  }
  get inspectorWidth(): number {
    return this.#stored.inspectorWidth;
  }

  set(values: Partial<Omit<Stored, 'device'>>) {
    this.#stored = { ...this.#stored, ...values };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#stored));
    } catch {
      // A browser that keeps nothing forgets the settings with the tab; everything else works on.
    }
  }
}

function read(): Stored {
  const fresh: Stored = {
    locale: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
    theme: 'system',
    name: '',
    device: crypto.randomUUID(),
    rail: 'wide',
    inspectorWidth: 340
  };
  let raw: unknown;
  try {
    raw = JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    return fresh;
  }
  if (typeof raw !== 'object' || raw === null) return keep(fresh);
  const { locale, theme, name, device, rail, inspectorWidth } = raw as Partial<
    Record<keyof Stored, unknown>
  >;
  return {
    locale: LOCALES.find((known) => known === locale) ?? fresh.locale,
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    name: typeof name === 'string' ? name.slice(0, 64) : '',
    device: typeof device === 'string' && device !== '' ? device : fresh.device,
    rail: rail === 'narrow' ? 'narrow' : 'wide',
    inspectorWidth: typeof inspectorWidth === 'number' ? inspectorWidth : fresh.inspectorWidth
  };
}

/** A new device's id has to be the same after a reload. */
function keep(fresh: Stored): Stored {
  try {
    localStorage.setItem(KEY, JSON.stringify(fresh));
  } catch {
    // As above.
  }
  return fresh;
}

export const settings = new Settings();

/** A message in the language of the moment; what reads it is written anew when that changes. */
export function t(message: Message): string;
export function t<P>(message: Message<P>, params: P): string;
export function t<P>(message: Message<P>, params?: P): string {
  return translate(message, params as P, settings.formats);
}

/** The sentence of a problem. */
export const problemText = (problem: Problem): string => sentenceOf(problem, settings.formats);
