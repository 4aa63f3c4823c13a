/**
 * A text that a spreadsheet would run as a formula gets a `'` in front when it is written to CSV.
 * A text that begins so already gets another, so that taking one off always gives back the text.
 */
export const guardFormula = (text: string): string =>
  /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;

export const unguardFormula = (text: string): string =>
  /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
