/** What one run of a scenario found, by name. */
export type Figures = Readonly<Record<string, number>>;

/** Small numbers only try whether it runs. */
export interface Scale {
  readonly quick: boolean;
}

export const MB = 1024 * 1024;
