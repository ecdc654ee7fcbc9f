// Files from a drop, with all folders below.

function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return new Promise((resolve, reject) => (entry as FileSystemFileEntry).file((file) => resolve([file]), reject));
  }
  return filesOfFolder((entry as FileSystemDirectoryEntry).createReader());
}

async function filesOfFolder(reader: FileSystemDirectoryReader): Promise<File[]> {
  const files: File[] = [];
  for (;;) {
    // A reader gives at most a hundred entries a call, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return files;
    for (const entry of entries) files.push(...(await filesOfEntry(entry)));
  }
}

export async function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  // The entries must be taken before the first await: afterwards the transfer is empty.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files].filter(isWanted);
  const nested = await Promise.all(entries.map(filesOfEntry));
  return nested.flat().filter(isWanted);
}

/** What operating systems leave in folders, and empty files, are no images. */
export function isWanted(file: { name: string; size: number }): boolean {
  return file.size > 0 && !file.name.startsWith('.') && file.name !== 'Thumbs.db' && file.name !== 'desktop.ini';
}
