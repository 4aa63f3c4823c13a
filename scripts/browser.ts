// Makes sure that browser tests can run here; tells what it found.
import { findCjkFont } from './cjk-font.ts';
import { findChromium } from './chromium.ts';

const path = await findChromium();
console.log(path ? `Chromium: ${path}` : 'No Chromium here, and none could be installed.');
console.log(findCjkFont() ? 'Chinese font: yes' : 'Chinese font: none; pictures will show boxes.');
if (!path) {
  console.log('Install Chromium, or set CHROMIUM_PATH to one, and run this again.');
  process.exitCode = 1;
}
