import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aptInstall, onPath, run } from './command.ts';

const PACKAGE = 'fonts-wqy-microhei';
const HOME = resolve('tests/.cache/fonts');
const CONFIG = join(HOME, 'fonts.conf');

/** The fontconfig file of a font unpacked here, where the system has none for Chinese. */
export const cjkFontConfig = (): string | undefined => (existsSync(CONFIG) ? CONFIG : undefined);

/** True when Chinese text can be drawn, installing a font if that is what it takes. */
export function findCjkFont(): boolean {
  return hasSystemFont() || cjkFontConfig() !== undefined || aptInstall(PACKAGE) || unpackFont();
}

function hasSystemFont(): boolean {
  if (process.platform !== 'linux') return true;
  return run('fc-list', [':lang=zh', 'family']).output.trim() !== '';
}

function unpackFont(): boolean {
  if (!onPath('apt-get') || !onPath('dpkg')) return false;
  mkdirSync(HOME, { recursive: true });
  if (!run('apt-get', ['download', PACKAGE], { cwd: HOME }).ok) return false;
  const archive = readdirSync(HOME).find((name) => name.endsWith('.deb'));
  if (!archive || !run('dpkg', ['-x', archive, HOME], { cwd: HOME }).ok) return false;
  writeFileSync(
    CONFIG,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(HOME, 'usr/share/fonts')}</dir>
  <cachedir>${join(HOME, 'cache')}</cachedir>
</fontconfig>
`
  );
  return true;
}
