interface Events {
  /** Files are being dragged over the page, or not any more. */
  readonly onover: (over: boolean) => void;
  readonly onfiles: (files: readonly File[]) => void;
}

/** Takes files, and the files in folders, dropped anywhere on an element. */
export function dropTarget({ onover, onfiles }: Events) {
  return (node: HTMLElement) => {
    // Entering a child fires before leaving its parent, so a count tells when the page is left.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const listeners = {
      dragenter: (event: DragEvent) => {
        if (hasFiles(event) && ++depth === 1) onover(true);
      },
      dragover: (event: DragEvent) => {
        if (hasFiles(event)) event.preventDefault();
      },
      dragleave: (event: DragEvent) => {
        if (hasFiles(event) && --depth === 0) onover(false);
      },
      drop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth = 0;
        onover(false);
        void filesOf(event.dataTransfer).then((files) => files.length > 0 && onfiles(files));
      }
    };
    const entries = Object.entries(listeners) as [keyof typeof listeners, (e: DragEvent) => void][];
    for (const [type, listener] of entries) node.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of entries) node.removeEventListener(type, listener);
    };
  };
}

async function filesOf(data: DataTransfer | null): Promise<File[]> {
  const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry());
  const files = [...(data?.files ?? [])];
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  const found = await Promise.all(
    entries.map((entry) => (entry ? within(entry) : Promise.resolve([])))
  );
  return found.flat();
}

async function within(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return new Promise((resolve) =>
      (entry as FileSystemFileEntry).file(
        (file) => resolve([file]),
        () => resolve([])
      )
    );
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A directory gives at most a hundred entries at a time, and none when there are no more.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([]))
    );
    if (some.length === 0) return files;
    files.push(...(await Promise.all(some.map(within))).flat());
  }
}
