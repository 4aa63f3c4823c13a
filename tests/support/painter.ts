import type { Painter } from '#ui/charts/paints.ts';

/** Colours of a page that is not there. */
export const painter: Painter = {
  inks: {
    text: '#111111',
    quiet: '#444444',
    line: '#cccccc',
    paper: '#ffffff',
    accent: '#006688',
    lit: '#005577',
    people: [],
    family: `Inter, "PingFang SC", 'Noto Sans SC', sans-serif`
  },
  painted: (paint) => ({ fill: '#eeeeee', soft: '#f8f8f8', ink: '#111111', mark: `#${paint}` })
};
