// Loaded before a server that is measured: it ends with the driver that started it, and collects its
// garbage when asked, so that what is left is in use.
process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (message !== 'collect') return;
  globalThis.gc?.();
  process.send?.('collected');
});
process.channel?.unref();
