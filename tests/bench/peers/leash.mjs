// Loaded before a server that is measured: it ends with the driver that started it, and collects its
// garbage when asked and tells how much memory is in use then.
process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (message !== 'collect') return;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
process.channel?.unref();
