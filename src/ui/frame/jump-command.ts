import type { IconName } from '#ui/kit/icons.ts';

/** Something the jump dialog can do besides jumping. */
export interface JumpCommand {
  readonly label: string;
  /** The same in the other language, so that both find it. */
  readonly other: string;
  readonly icon: IconName;
  readonly hint?: string;
  readonly run: () => void;
}
