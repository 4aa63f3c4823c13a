import type { Picture } from './picture.ts';

/** Pixels of a PNG for one of the drawing. */
const SCALE = 2;

/** What every browser of today can draw: pixels a side, and in all. */
const MOST_SIDE = 16_000;
const MOST_PIXELS = 64_000_000;

export interface PngSize {
  readonly width: number;
  readonly height: number;
  readonly tooLarge: boolean;
}

export function pngSize({ width, height }: Pick<Picture, 'width' | 'height'>): PngSize {
  const [w, h] = [width * SCALE, height * SCALE];
  return { width: w, height: h, tooLarge: Math.max(w, h) > MOST_SIDE || w * h > MOST_PIXELS };
}

/** The drawing as pixels, by the browser itself; undefined where it has no room for them. */
export async function pngOf(picture: Picture): Promise<Blob | undefined> {
  const { width, height, tooLarge } = pngSize(picture);
  if (tooLarge) return undefined;
  const url = URL.createObjectURL(new Blob([picture.svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    return blob ?? undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}
