// Files from a drop, with all folders below, and what of them cannot be taken.

/** `leftOut`: names of files that are empty or cannot be read. */
export interface Chosen {
  files: File[];
  leftOut: string[];
}

/** A file that went away, or that the browser may not read, must not take the others with it. */
function filesOfEntry(entry: FileSystemEntry): Promise<Chosen> {
  const nothing = { files: [], leftOut: [entry.name] };
  if (entry.isFile) {
    return new Promise((resolve) => (entry as FileSystemFileEntry).file((file) => resolve({ files: [file], leftOut: [] }), () => resolve(nothing)));
  }
  return filesOfFolder((entry as FileSystemDirectoryEntry).createReader()).catch(() => nothing);
}

const together = (parts: Chosen[]): Chosen => ({ files: parts.flatMap((one) => one.files), leftOut: parts.flatMap((one) => one.leftOut) });

async function filesOfFolder(reader: FileSystemDirectoryReader): Promise<Chosen> {
  const parts: Chosen[] = [];
  for (;;) {
    // A reader gives at most a hundred entries a call, and none at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return together(parts);
    for (const entry of entries) parts.push(await filesOfEntry(entry));
  }
}

export async function filesOfDrop(transfer: DataTransfer): Promise<Chosen> {
  // The entries must be taken before the first await: afterwards the transfer is empty.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return chosenOf([...transfer.files]);
  const nested = together(await Promise.all(entries.map(filesOfEntry)));
  const chosen = chosenOf(nested.files);
  return { files: chosen.files, leftOut: [...nested.leftOut, ...chosen.leftOut] };
}

/** Without a word about what operating systems leave in folders; empty files are named. */
export function chosenOf(files: File[]): Chosen {
  const given = files.filter((file) => !isLitter(file));
  return { files: given.filter((file) => file.size > 0), leftOut: given.filter((file) => file.size === 0).map((file) => file.name) };
}

export function isLitter(file: { name: string }): boolean {
  return file.name.startsWith('.') || file.name === 'Thumbs.db' || file.name === 'desktop.ini';
}
