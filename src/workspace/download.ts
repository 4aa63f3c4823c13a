/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Revoked late: some browsers read the blob only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A file's name from what people called things, safe on every system. */
export const fileName = (name: string, extension: string): string =>
  `${name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '-').slice(0, 80) || 'banyan'}.${extension}`;
