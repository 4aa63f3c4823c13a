import type { Palette } from './tree-drawing.ts';

const STEPS = 7;

/**
 * The page's colours as a canvas needs them: of a bare custom property the browser tells the text,
 * so each is read through a real property of an element that has it.
 */
export function paletteOf(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return style.color;
  };
  const steps = Array.from({ length: STEPS }, (_, i) => i + 1);
  const palette = {
    edge: colour('--line-strong'),
    lit: colour('--accent-text'),
    accent: colour('--accent'),
    warning: colour('--warn-solid'),
    font: `500 11px ${style.fontFamily}`,
    fills: ['', ...steps.map((step) => colour(`--seq-${step}`))],
    inks: ['', ...steps.map((step) => colour(`--seq-${step}-ink`))]
  };
  probe.remove();
  return palette;
}
