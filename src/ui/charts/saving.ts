import type { Message } from '#core/kernel/message.ts';
import { savingMessages as m } from './picture-messages.ts';
import type { Picture } from './picture.ts';
import { pngOf, pngSize } from './png.ts';

/** A message in the language of the page. */
interface Say {
  (message: Message): string;
  <P>(message: Message<P>, params: P): string;
}

/** Everything about saving a picture that no dialog differs in: its words, and both files. */
export function savingOf(
  picture: Picture,
  say: Say,
  keep: (file: Blob, extension: 'svg' | 'png') => void
) {
  const size = pngSize(picture);
  return {
    words: {
      title: say(m.title),
      shape: say(m.shape),
      preview: say(m.preview),
      size: say(m.size, size),
      tooLarge: say(m.tooLarge, size),
      failed: say(m.failed),
      saveSvg: say(m.saveSvg),
      savePng: say(m.savePng),
      close: say(m.close)
    },
    svg: picture.svg,
    tooLarge: size.tooLarge,
    onsvg: () => keep(new Blob([picture.svg], { type: 'image/svg+xml' }), 'svg'),
    onpng: async () => {
      const blob = await pngOf(picture);
      if (blob) keep(blob, 'png');
      return blob !== undefined;
    }
  };
}
