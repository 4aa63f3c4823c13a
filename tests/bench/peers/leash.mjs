// Loaded before a server that is measured: it ends with the driver that started it.
process.on('disconnect', () => process.exit());
process.channel?.unref();
